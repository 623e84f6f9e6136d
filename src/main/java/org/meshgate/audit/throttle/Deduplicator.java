package org.meshgate.audit.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Suppresses repeated events within a time window, so that a polling client or a flood of attempts cannot evict all
 * other entries from the audit stream. Bounded: beyond {@value #MAX_KEYS} keys the oldest is evicted, and its next
 * event counts as new.
 */
final class Deduplicator {

    private static final int MAX_KEYS = 1000;

    private final Map<String, Window> windows = new LinkedHashMap<>();
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
        Window before = windows.get(key);
        if (before != null && before.contains(now, length)) {
            windows.put(key, new Window(before.since(), before.suppressed() + 1));
            return OptionalLong.empty();
        }
        windows.remove(key);
        windows.put(key, new Window(now, 0));
        if (windows.size() > MAX_KEYS) {
            windows.remove(windows.keySet().iterator().next());
        }
        return OptionalLong.of(before == null ? 0 : before.suppressed());
    }
}
