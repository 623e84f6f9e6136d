package org.meshgate.audit.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Suppresses repeated events within a time window, so that a polling client or a flood of attempts cannot evict all
 * other entries from the audit stream. Bounded: beyond {@value #MAX_KEYS} keys some are evicted, and their next event
 * counts as new.
 */
@RegisterForReflection( // Caffeine loads its classes by name
        classNames = {"com.github.benmanes.caffeine.cache.PSMS", "com.github.benmanes.caffeine.cache.SSMS"})
final class Deduplicator {

    private static final int MAX_KEYS = 1000;

    private final Cache<String, Window> windows =
            Caffeine.newBuilder().maximumSize(MAX_KEYS).executor(Runnable::run).build();
    private final Clock clock;
    private final Duration length;

    private record Window(Instant since, long suppressed) {

        /** False also for a time before the window: a clock that was set back must not suppress events for long. */
        boolean contains(Instant time, Duration length) {
            return !time.isBefore(since) && time.isBefore(since.plus(length));
        }
    }

    Deduplicator(Clock clock, Duration length) {
        this.clock = clock;
        this.length = length;
    }

    /** The number of events suppressed since the last recorded one; empty if this one is suppressed too. */
    synchronized OptionalLong record(String key) {
        Instant now = clock.instant();
        Window before = windows.getIfPresent(key);
        if (before != null && before.contains(now, length)) {
            windows.put(key, new Window(before.since(), before.suppressed() + 1));
            return OptionalLong.empty();
        }
        windows.put(key, new Window(now, 0));
        return OptionalLong.of(before == null ? 0 : before.suppressed());
    }
}
