package org.meshgate.accounts.token;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import org.meshgate.accounts.dto.MessageResponse;
import org.meshgate.accounts.dto.TokenInfo;
import org.meshgate.accounts.token.dto.CreateTokenRequest;
import org.meshgate.accounts.token.dto.CreateTokenResponse;
import org.meshgate.accounts.token.dto.RevokeTokensResponse;
import org.meshgate.accounts.token.dto.RotateTokenRequest;
import org.meshgate.accounts.token.dto.TokenListResponse;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntryBuilder;
import org.meshgate.audit.AuditTrail;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.http.Paging;
import org.meshgate.identity.store.TokenStore.TokenAndUse;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.CurrentSession;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.user.User;
import org.meshgate.identity.verify.TokenUsageTracker;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** The caller's tokens (user management guide, "Token Management"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/tokens")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens")
@RequiresScope(Scope.ACCOUNT)
public class TokensResource {

    private static final int MAX_PAGE = 1000;

    private final TokenService tokens;
    private final CurrentSession session;
    private final TokenUsageTracker tokenUsageTracker;
    private final CurrentCaller caller;
    private final AuditTrail audit;

    TokensResource(
            TokenService tokens,
            CurrentSession session,
            TokenUsageTracker tokenUsageTracker,
            CurrentCaller caller,
            AuditTrail audit) {
        this.caller = caller;
        this.audit = audit;
        this.tokens = tokens;
        this.session = session;
        this.tokenUsageTracker = tokenUsageTracker;
    }

    @POST
    @Cancellable(false)
    @ProblemResponses({ProblemType.TOO_MANY_TOKENS})
    @Operation(operationId = "createToken", summary = "Make an API token")
    public Uni<CreateTokenResponse> create(@NotNull @Valid CreateTokenRequest request) {
        TokenVerification.Valid current = session.get();
        return audit.by(caller.get(), AuditAction.TOKEN_CREATE)
                .record(
                        tokens.create(
                                current,
                                request.tokenName(),
                                new TokenRequest(
                                        Optional.ofNullable(request.expiresInDays()),
                                        Optional.ofNullable(request.scopes()),
                                        Optional.ofNullable(request.allowedNetworks()),
                                        new RequestedBudget(
                                                Optional.ofNullable(request.gpuSecondsPerDay()),
                                                Optional.ofNullable(request.gpuSecondsPerMonth())))),
                        (entry, issued) -> describe(entry, issued.record(), current))
                .map(issued -> created(issued, "API token created successfully", current));
    }

    private static void describe(AuditEntryBuilder entry, ApiToken token, TokenVerification.Valid current) {
        TokenDetails.add(entry.target(token.id()), token, current.user().role());
    }

    private CreateTokenResponse created(IssuedToken issued, String message, TokenVerification.Valid current) {
        return new CreateTokenResponse(
                true,
                message,
                issued.text(),
                TokenInfo.of(issued.record(), current.user().role(), Optional.empty(), true));
    }

    @GET
    @Operation(operationId = "listTokens", summary = "The own tokens, newest first")
    public Uni<TokenListResponse> list(
            @QueryParam("limit")
                    @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset) {
        Paging paging = Paging.of(limit, offset, MAX_PAGE, MAX_PAGE);
        User user = session.get().user();
        return tokens.list(user.id(), paging.offset(), paging.limit())
                .map(page -> new TokenListResponse(
                        true,
                        page.items().stream()
                                .map(entry -> info(entry, user.role()))
                                .toList(),
                        page.total()));
    }

    /** The last use in this process, if any, is never older than the recorded one. */
    private TokenInfo info(TokenAndUse entry, Role role) {
        return TokenInfo.of(
                entry.token(),
                role,
                tokenUsageTracker.of(entry.token().id()).or(entry::lastUse),
                tokens.isValid(entry));
    }

    @POST
    @Cancellable(false)
    @Path("/{token_id}/rotate")
    @ProblemResponses({ProblemType.TOKEN_ALREADY_ROTATED, ProblemType.TOO_MANY_TOKENS})
    @Operation(
            operationId = "rotateToken",
            summary = "Replace a token by a new one with the same name, kind, scopes, networks and life",
            description = "The token in use ends at once, or after grace_seconds. A token can rotate itself.")
    public Uni<CreateTokenResponse> rotate(@PathParam("token_id") String tokenId, @Valid RotateTokenRequest request) {
        TokenVerification.Valid current = session.get();
        int seconds = Optional.ofNullable(request)
                .map(RotateTokenRequest::graceSeconds)
                .orElse(0);
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
    public Uni<MessageResponse> revoke(@PathParam("token_or_prefix") String tokenOrPrefix) {
        return audit.by(caller.get(), AuditAction.TOKEN_REVOKE)
                .record(tokens.revoke(session.get().user().id(), tokenOrPrefix), AuditEntryBuilder::target)
                .replaceWith(new MessageResponse(true, "Token revoked successfully"));
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
    public Uni<RevokeTokensResponse> revokeAll(@Context RoutingContext request) {
        TokenVerification.Valid current = session.get();
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
                .map(revoked -> new RevokeTokensResponse(true, "Tokens revoked successfully", revoked));
    }

    /**
     * Rejects an empty value, which JAX-RS would treat as absent: a script with an unset variable must not revoke
     * everything.
     */
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
