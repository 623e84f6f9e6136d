package org.meshgate.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Null;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.accounts.UsersResource.Done;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditTrail;
import org.meshgate.audit.Audited;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.identity.CurrentSession;
import org.meshgate.identity.IdentityStore.TokenAndUse;
import org.meshgate.identity.LastUses;

/** The own tokens (user management guide, "Token Management"). */
@RegisterForReflection // for the Allow header
@Path("/api/v1/users/tokens")
@AccountsOnly
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens")
public class TokensResource {

    private final TokenService tokens;
    private final CurrentSession session;
    private final LastUses lastUses;
    private final Clock clock;
    private final CurrentCaller caller;
    private final AuditTrail audit;

    TokensResource(
            TokenService tokens,
            CurrentSession session,
            LastUses lastUses,
            Clock clock,
            CurrentCaller caller,
            AuditTrail audit) {
        this.caller = caller;
        this.audit = audit;
        this.tokens = tokens;
        this.session = session;
        this.lastUses = lastUses;
        this.clock = clock;
    }

    /**
     * A new API token.
     *
     * @param tokenName for people, 1 to 100 printable characters
     * @param expiresInDays 1 to 3650; absent or null for ever
     * @param scopes refused, so that nobody takes an unlimited token for a limited one
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

            @Null(message = "is not supported: a token may do all that its user may") @Schema(hidden = true)
            List<String> scopes) {}

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

    /** The own tokens, newest first; at most 1000 of them are shown. */
    public record TokenPage(
            boolean success,
            List<TokenInfo> tokens,
            @JsonProperty("total_count") long totalCount) {}

    @POST
    @Cancellable(false)
    @Operation(summary = "Make an API token")
    public Uni<Created> create(@NotNull @Valid NewToken wanted) {
        return audit.by(caller.get(), AuditAction.TOKEN_CREATE)
                .record(
                        tokens.create(session.get(), wanted.tokenName(), Optional.ofNullable(wanted.expiresInDays())),
                        (entry, issued) -> entry.target(issued.record().id()))
                .map(issued -> new Created(
                        true,
                        "API token created successfully",
                        issued.text(),
                        TokenInfo.of(issued.record(), Optional.empty(), clock.instant())));
    }

    @GET
    @Operation(summary = "The own tokens, newest first")
    public Uni<TokenPage> list() {
        Instant now = clock.instant();
        return tokens.list(session.get().user().id())
                .map(list -> new TokenPage(
                        true,
                        list.tokens().stream().map(entry -> info(entry, now)).toList(),
                        list.total()));
    }

    /** What this process has seen is never older than what was written down. */
    private TokenInfo info(TokenAndUse entry, Instant now) {
        return TokenInfo.of(entry.token(), lastUses.of(entry.token().id()).or(entry::lastUse), now);
    }

    @DELETE
    @Cancellable(false)
    @Path("/{token_or_prefix}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Revoke a token by its id, its text, or at least 8 characters of its beginning")
    public Uni<Done> revoke(@PathParam("token_or_prefix") String tokenOrPrefix) {
        return audit.by(caller.get(), AuditAction.TOKEN_REVOKE)
                .record(tokens.revoke(session.get().user().id(), tokenOrPrefix), Audited::target)
                .replaceWith(new Done(true, "Token revoked successfully"));
    }
}
