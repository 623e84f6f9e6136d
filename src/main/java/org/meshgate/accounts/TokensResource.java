package org.meshgate.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.UsersResource.Done;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.audit.Audited;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.identity.CurrentSession;
import org.meshgate.identity.IssuedToken;
import org.meshgate.identity.LastUses;
import org.meshgate.identity.TokenCheck;
import org.meshgate.identity.TokenKind;
import org.meshgate.identity.TokenStore.TokenAndUse;
import org.meshgate.identity.User;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** The own tokens (user management guide, "Token Management"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/tokens")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens")
@RequiresScope(Scope.ACCOUNT)
public class TokensResource {

    private static final int LONGEST_PAGE = 1000;

    private final TokenService tokens;
    private final CurrentSession session;
    private final LastUses lastUses;
    private final CurrentCaller caller;
    private final AuditTrail audit;

    TokensResource(
            TokenService tokens, CurrentSession session, LastUses lastUses, CurrentCaller caller, AuditTrail audit) {
        this.caller = caller;
        this.audit = audit;
        this.tokens = tokens;
        this.session = session;
        this.lastUses = lastUses;
    }

    /**
     * A new API token.
     *
     * @param tokenName for people, 1 to 100 printable characters
     * @param expiresInDays 1 to 3650, or to {@code security.max_token_days}; absent or null for as long as may be
     * @param scopes what it may be used for; absent or null for all that the calling token may
     */
    public record NewToken(
            @NotNull(message = "is required")
            @Pattern(
                    regexp = "(?=.*\\S)[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,100}",
                    message = "must be 1 to 100 printable characters")
            @JsonProperty("token_name")
            String tokenName,

            @Min(value = 1, message = "must be a whole number from 1 to 3650")
            @Max(value = 3650, message = "must be a whole number from 1 to 3650")
            @JsonProperty("expires_in_days")
            Integer expiresInDays,

            @Schema(enumeration = {"jobs:read", "jobs:write", "account", "admin"})
            List<String> scopes) {}

    /**
     * A rotation.
     *
     * @param graceSeconds how long the token in use lives on, 0 to 86400; absent or null for not at all
     */
    public record Rotation(
            @Min(value = 0, message = "must be a whole number from 0 to 86400")
            @Max(value = 86_400, message = "must be a whole number from 0 to 86400")
            @JsonProperty("grace_seconds")
            Integer graceSeconds) {}

    /** How many tokens ended. */
    public record Revoked(
            boolean success,
            String message,
            @JsonProperty("revoked_tokens") int revokedTokens) {}

    /** A new token: the only time that it is shown. */
    public record Created(
            boolean success,
            String message,
            String token,
            @JsonProperty("token_info") TokenInfo tokenInfo) {
        @Override
        public String toString() {
            return "Created[" + tokenInfo + "]";
        }
    }

    /** A page of the own tokens, newest first. */
    @Schema(name = "TokenPage")
    public record TokenList(
            boolean success,
            List<TokenInfo> tokens,
            @JsonProperty("total_count") long totalCount) {}

    @POST
    @Cancellable(false)
    @ProblemResponses({ProblemType.TOO_MANY_TOKENS})
    @Operation(operationId = "createToken", summary = "Make an API token")
    public Uni<Created> create(@NotNull @Valid NewToken wanted) {
        TokenCheck.Valid current = session.get();
        return audit.by(caller.get(), AuditAction.TOKEN_CREATE)
                .record(
                        tokens.create(
                                current,
                                wanted.tokenName(),
                                Optional.ofNullable(wanted.expiresInDays()),
                                Optional.ofNullable(wanted.scopes())),
                        (entry, issued) -> entry.target(issued.record().id())
                                .detail(
                                        "scopes",
                                        issued.record()
                                                .scopes(current.user().role())
                                                .toString()))
                .map(issued -> created(issued, "API token created successfully", current));
    }

    private Created created(IssuedToken issued, String message, TokenCheck.Valid current) {
        return new Created(
                true,
                message,
                issued.text(),
                TokenInfo.of(issued.record(), current.user().role(), Optional.empty(), true));
    }

    @GET
    @Operation(operationId = "listTokens", summary = "The own tokens, newest first")
    public Uni<TokenList> list(
            @QueryParam("limit")
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset) {
        Paging paging = Paging.of(limit, offset, LONGEST_PAGE, LONGEST_PAGE);
        User user = session.get().user();
        return tokens.list(user.id(), paging.offset(), paging.limit())
                .map(page -> new TokenList(
                        true,
                        page.tokens().stream()
                                .map(entry -> info(entry, user.role()))
                                .toList(),
                        page.total()));
    }

    /** What this process has seen is never older than what was written down. */
    private TokenInfo info(TokenAndUse entry, Role role) {
        return TokenInfo.of(
                entry.token(), role, lastUses.of(entry.token().id()).or(entry::lastUse), tokens.works(entry));
    }

    @POST
    @Cancellable(false)
    @Path("/{token_id}/rotate")
    @ProblemResponses({ProblemType.TOKEN_ALREADY_ROTATED, ProblemType.TOO_MANY_TOKENS})
    @Operation(
            operationId = "rotateToken",
            summary = "Replace a token by a new one with the same name, kind, scopes and life",
            description = "The token in use ends at once, or after grace_seconds. A token can rotate itself.")
    public Uni<Created> rotate(@PathParam("token_id") String tokenId, @Valid Rotation wanted) {
        TokenCheck.Valid current = session.get();
        int seconds = Optional.ofNullable(wanted).map(Rotation::graceSeconds).orElse(0);
        return audit.by(caller.get(), AuditAction.TOKEN_ROTATE)
                .target(tokenId)
                .detail("grace_seconds", Integer.toString(seconds))
                .record(
                        tokens.rotate(current, tokenId, Duration.ofSeconds(seconds)),
                        (entry, issued) ->
                                entry.detail("new_token", issued.record().id()))
                .map(issued -> created(issued, "API token rotated successfully", current));
    }

    @DELETE
    @Cancellable(false)
    @Path("/{token_or_prefix}")
    @Consumes(MediaType.WILDCARD)
    @ProblemResponses({ProblemType.AMBIGUOUS_TOKEN_PREFIX, ProblemType.VALIDATION_FAILED})
    @Operation(
            operationId = "revokeToken",
            summary = "Revoke a token by its id, its text, or at least 8 characters of its beginning")
    public Uni<Done> revoke(@PathParam("token_or_prefix") String tokenOrPrefix) {
        return audit.by(caller.get(), AuditAction.TOKEN_REVOKE)
                .record(tokens.revoke(session.get().user().id(), tokenOrPrefix), Audited::target)
                .replaceWith(new Done(true, "Token revoked successfully"));
    }

    @DELETE
    @Cancellable(false)
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "revokeTokens", summary = "Revoke all own tokens but the one in use")
    @Parameter(
            name = "kind",
            in = ParameterIn.QUERY,
            description = "only those of this kind",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"login", "api"}))
    @Parameter(
            name = "include_current",
            in = ParameterIn.QUERY,
            description = "also the one in use",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public Uni<Revoked> revokeAll(@Context RoutingContext request) {
        TokenCheck.Valid current = session.get();
        boolean all = choice("include_current", request, Map.of("true", true, "false", false))
                .orElse(false);
        Optional<TokenKind> only = choice("kind", request, Map.of("login", TokenKind.LOGIN, "api", TokenKind.API));
        Optional<String> kept =
                all ? Optional.empty() : Optional.of(current.token().id());
        return audit.by(caller.get(), AuditAction.TOKEN_REVOKE_ALL)
                .target(current.user().id())
                .detail(
                        "kind",
                        only.map(kind -> kind.name().toLowerCase(Locale.ROOT)).orElse("all"))
                .detail("include_current", Boolean.toString(all))
                .record(
                        tokens.revokeAll(current.user().id(), only, kept),
                        (entry, revoked) -> entry.detail("revoked_tokens", revoked.toString()))
                .map(revoked -> new Revoked(true, "Tokens revoked successfully", revoked));
    }

    /** JAX-RS takes an empty value for none; but a script that forgot to set one must not end everything. */
    private static <T> Optional<T> choice(String field, RoutingContext request, Map<String, T> choices) {
        List<String> given = request.queryParam(field);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.size() > 1 || !choices.containsKey(given.get(0))) {
            throw new ValidationFailedException(
                    field, "must be " + choices.keySet().stream().sorted().collect(Collectors.joining(" or ")));
        }
        return Optional.of(choices.get(given.get(0)));
    }
}
