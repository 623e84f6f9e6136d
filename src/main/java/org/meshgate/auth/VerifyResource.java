package org.meshgate.auth;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.Role;

/**
 * Token verification for reverse proxies that ask before they forward a request (nginx {@code auth_request}, Traefik
 * ForwardAuth). Closed in simple mode, where there are no users. Any {@code Accept} is allowed: proxies forward that of
 * their client.
 */
@RegisterForReflection // for the Allow header
@Path("/api/v1/auth")
@AccountsOnly
@AnyScope(workers = true)
@Produces(MediaType.WILDCARD)
@Tag(name = "System")
public class VerifyResource {

    static final String USER_ID = "X-User-Id";
    static final String USER_NAME = "X-User-Name";
    static final String USER_ROLE = "X-User-Role";
    static final String TOKEN_ID = "X-Token-Id";

    private final CurrentCaller caller;

    VerifyResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @GET
    @Path("/verify")
    @Operation(
            operationId = "verifyToken",
            summary = "Whether a token is valid, and whose it is",
            description =
                    "For reverse proxies, which copy the headers of the answer into the request that they pass on."
                            + " Values are percent-encoded UTF-8.")
    @Parameter(
            name = "role",
            in = ParameterIn.QUERY,
            description = "Refuse callers without this role; for admin, the token needs the scope admin, too",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"user", "admin"}))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "Refuse a token without this scope; several have spaces between them, or stand in several"
                    + " parameters",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            examples = {"jobs:read"}))
    @APIResponse(
            responseCode = "200",
            description = "A valid token, and all that was asked for; no body",
            headers = {
                @Header(name = USER_ID, description = "The user's id", schema = @Schema(type = SchemaType.STRING)),
                @Header(name = USER_NAME, description = "The user's name", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = USER_ROLE,
                        description = "admin, if role and token make it one; else user",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(name = TOKEN_ID, description = "The token's id", schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Response> verify(@Context UriInfo uri) {
        Caller.Account account = caller.account();
        AccessRequirements.of(uri.getQueryParameters()).check(account);
        return Uni.createFrom()
                .item(Response.ok()
                        .header(USER_ID, PercentEncoding.of(account.userId()))
                        .header(USER_NAME, PercentEncoding.of(account.username()))
                        // an administrator's token without the scope is a user's, elsewhere as here
                        .header(USER_ROLE, (account.isAdmin() ? Role.ADMIN : Role.USER).jsonName())
                        .header(TOKEN_ID, PercentEncoding.of(account.tokenId()))
                        .build());
    }
}
