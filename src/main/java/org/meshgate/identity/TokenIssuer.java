package org.meshgate.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes tokens. */
@ApplicationScoped
public class TokenIssuer {

    private final Clock clock;
    private final SecureRandom random;
    private final Ids ids;

    TokenIssuer(Clock clock, SecureRandom random, Ids ids) {
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    /**
     * Makes a token that no store knows yet.
     *
     * @param lifetimeDays how many days it lives, or nothing for ever
     */
    public IssuedToken issue(String userId, String name, TokenKind kind, Optional<Integer> lifetimeDays) {
        String text = TokenFormat.generate(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new IssuedToken(
                text,
                new ApiToken(
                        ids.newTokenId(),
                        userId,
                        name,
                        TokenFormat.displayPrefix(text),
                        kind,
                        now,
                        lifetimeDays.map(days -> now.plus(days, ChronoUnit.DAYS))));
    }
}
