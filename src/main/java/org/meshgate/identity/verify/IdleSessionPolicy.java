package org.meshgate.identity.verify;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.LastUse;
import org.meshgate.identity.token.TokenKind;

/** Idle timeout of login tokens, set by {@code security.login_idle_days}. API tokens have none. */
@ApplicationScoped
public class IdleSessionPolicy {

    private final Optional<Duration> maxIdle;
    private final TokenUsageTracker tokenUsageTracker;
    private final Clock clock;

    IdleSessionPolicy(MeshgateConfig config, TokenUsageTracker tokenUsageTracker, Clock clock) {
        this.maxIdle = Optional.of(config.security().loginIdleDays())
                .filter(days -> days > 0)
                .map(Duration::ofDays);
        this.tokenUsageTracker = tokenUsageTracker;
        this.clock = clock;
    }

    /**
     * Whether a login token has been idle for too long and counts as expired. For tokens of 3DAIGC-API the timeout
     * begins at their migration, so that they do not all expire with it.
     *
     * @param recorded the last use recorded in Redis; uses in this process that are not recorded yet count too
     */
    public boolean ended(ApiToken token, Optional<Instant> recorded) {
        if (maxIdle.isEmpty() || token.kind() != TokenKind.LOGIN) {
            return false;
        }
        Instant limit = clock.instant().minus(maxIdle.get());
        return token.createdAt().isBefore(limit)
                && Stream.of(
                                token.adoptedAt(),
                                recorded,
                                tokenUsageTracker.of(token.id()).map(LastUse::time))
                        .flatMap(Optional::stream)
                        .allMatch(use -> use.isBefore(limit));
    }
}
