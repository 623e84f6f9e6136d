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

/** Makes tokens. */
@ApplicationScoped
public class TokenIssuer {

    private final Clock clock;
    private final SecureRandom random;
    private final Ids ids;
    private final KnownTokens seen;

    TokenIssuer(Clock clock, SecureRandom random, Ids ids, KnownTokens seen) {
        this.seen = seen;
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    /**
     * Makes a token that no store knows yet, for all that its user's role may do.
     *
     * @param lifetimeDays how many days it lives, or nothing for ever
     */
    public IssuedToken issue(String userId, String name, TokenKind kind, Optional<Integer> lifetimeDays) {
        return issue(userId, name, kind, lifetimeDays.map(Duration::ofDays), Optional.empty());
    }

    /**
     * Makes a token that no store knows yet.
     *
     * @param life how long it lives, or nothing for ever
     * @param scopes what it may be used for, or nothing for all that its user's role may do
     */
    public IssuedToken issue(
            String userId, String name, TokenKind kind, Optional<Duration> life, Optional<Scopes> scopes) {
        Instant now = now();
        return issue(userId, name, kind, now, life.map(now::plus), scopes);
    }

    /**
     * Makes a token that no store knows yet, with the name, kind and scopes of another.
     *
     * @param now when it is made
     * @param end when it ends, or nothing for never
     */
    public IssuedToken issueInPlaceOf(ApiToken before, Instant now, Optional<Instant> end) {
        return issue(before.userId(), before.name(), before.kind(), now, end, before.granted());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private IssuedToken issue(
            String userId, String name, TokenKind kind, Instant now, Optional<Instant> end, Optional<Scopes> scopes) {
        String text = TokenFormat.generate(random);
        seen.add(text, userId);
        return new IssuedToken(
                text,
                new ApiToken(
                        ids.newTokenId(),
                        userId,
                        name,
                        TokenFormat.displayPrefix(text),
                        kind,
                        now,
                        end,
                        scopes,
                        Optional.empty(),
                        Optional.empty()));
    }
}
