package org.meshgate.identity.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.meshgate.caller.Scopes;
import org.meshgate.caller.TokenBudget;
import org.meshgate.identity.Ids;
import org.meshgate.identity.TokenFormat;

/** Issues tokens. Callers store them. */
@ApplicationScoped
public class TokenIssuer {

    private final Clock clock;
    private final SecureRandom random;
    private final Ids ids;
    private final KnownTokens knownTokens;

    TokenIssuer(Clock clock, SecureRandom random, Ids ids, KnownTokens knownTokens) {
        this.knownTokens = knownTokens;
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    /**
     * Issues a token with all scopes of the owner's role.
     *
     * @param lifetimeDays lifetime in days; empty if the token never expires
     */
    public IssuedToken issue(String userId, String name, TokenKind kind, Optional<Integer> lifetimeDays) {
        return issue(
                userId,
                name,
                kind,
                new TokenGrant(lifetimeDays.map(Duration::ofDays), Optional.empty(), Optional.empty()));
    }

    /** Issues a token. */
    public IssuedToken issue(String userId, String name, TokenKind kind, TokenGrant grant) {
        Instant now = now();
        Optional<Instant> expiry = grant.lifetime().map(now::plus);
        return issue(userId, name, kind, now, expiry, grant.scopes(), grant.networks(), Optional.empty());
    }

    /**
     * Issues the successor of a token, with the same name, kind, scopes, networks and budget.
     *
     * @param now creation time
     * @param expiry empty if the token never expires
     */
    public IssuedToken issueInPlaceOf(ApiToken before, Instant now, Optional<Instant> expiry) {
        return issue(
                before.userId(),
                before.name(),
                before.kind(),
                now,
                expiry,
                before.granted(),
                before.networks(),
                before.budget());
    }

    private IssuedToken issue(
            String userId,
            String name,
            TokenKind kind,
            Instant now,
            Optional<Instant> expiry,
            Optional<Scopes> scopes,
            Optional<AllowedNetworks> networks,
            Optional<TokenBudget> budget) {
        String text = TokenFormat.generate(random);
        knownTokens.add(text, userId);
        return new IssuedToken(
                text,
                new ApiToken(
                        ids.newTokenId(),
                        userId,
                        name,
                        TokenFormat.displayPrefix(text),
                        kind,
                        now,
                        expiry,
                        scopes,
                        Optional.empty(),
                        networks,
                        Optional.empty(),
                        budget));
    }

    /** The current time, as precise as tokens record it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
