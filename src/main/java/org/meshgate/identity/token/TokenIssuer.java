package org.meshgate.identity.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.meshgate.caller.Scopes;
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
        return issue(userId, name, kind, lifetimeDays.map(Duration::ofDays), Optional.empty());
    }

    /**
     * Issues a token.
     *
     * @param lifetime empty if the token never expires
     * @param scopes empty for all scopes of the owner's role
     */
    public IssuedToken issue(
            String userId, String name, TokenKind kind, Optional<Duration> lifetime, Optional<Scopes> scopes) {
        Instant now = now();
        return issue(userId, name, kind, now, lifetime.map(now::plus), scopes);
    }

    /**
     * Issues the successor of a token, with the same name, kind and scopes.
     *
     * @param now creation time
     * @param expiry empty if the token never expires
     */
    public IssuedToken issueInPlaceOf(ApiToken before, Instant now, Optional<Instant> expiry) {
        return issue(before.userId(), before.name(), before.kind(), now, expiry, before.granted());
    }

    /** The current time, as precise as tokens record it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private IssuedToken issue(
            String userId,
            String name,
            TokenKind kind,
            Instant now,
            Optional<Instant> expiry,
            Optional<Scopes> scopes) {
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
                        Optional.empty()));
    }
}
