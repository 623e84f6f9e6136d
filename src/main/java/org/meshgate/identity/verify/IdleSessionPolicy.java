package org.meshgate.identity.verify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenKind;

/** The end of logins that nobody uses: {@code security.login_idle_days}. API tokens have none of it. */
@ApplicationScoped
public class IdleSessionPolicy {

    private final Optional<Duration> longest;
    private final TokenUsageTracker tokenUsageTracker;
    private final Clock clock;

    IdleSessionPolicy(MeshgateConfig config, TokenUsageTracker tokenUsageTracker, Clock clock) {
        this.longest = Optional.of(config.security().loginIdleDays())
                .filter(days -> days > 0)
                .map(Duration::ofDays);
        this.tokenUsageTracker = tokenUsageTracker;
        this.clock = clock;
    }

    /**
     * Whether this is the token of a login that was not used for too long, in which case it counts as expired. One of
     * 3DAIGC-API has as much time from when it came here: not all of them shall end with the change of the program.
     *
     * @param written its last use as it was written down; uses by way of this process that are not written yet count too
     */
    public boolean ended(ApiToken token, Optional<Instant> written) {
        if (longest.isEmpty() || token.kind() != TokenKind.LOGIN) {
            return false;
        }
        Instant limit = clock.instant().minus(longest.get());
        return token.createdAt().isBefore(limit)
                && Stream.of(token.adoptedAt(), written, tokenUsageTracker.of(token.id()))
                        .flatMap(Optional::stream)
                        .allMatch(use -> use.isBefore(limit));
    }
}
