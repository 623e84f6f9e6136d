package org.meshgate.audit.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells what happens again and again within a while, so that a client who asks every second, or a flood of attempts, does not
 * push everything else out of the audit. Bounded: beyond {@value #MAX} things the one seen longest ago is forgotten, and is
 * told anew when it happens again.
 */
final class Deduplicator {

    private static final int MAX = 1000;

    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Clock clock;
    private final Duration whilst;

    private record Seen(Instant since, long left) {}

    Deduplicator(Clock clock, Duration whilst) {
        this.clock = clock;
        this.whilst = whilst;
    }

    /** How many were left out since the last one that was told; nothing when this one is to be left out too. */
    synchronized OptionalLong tell(String what) {
        Instant now = clock.instant();
        Seen before = seen.get(what);
        if (before != null && now.isBefore(before.since().plus(whilst))) {
            seen.put(what, new Seen(before.since(), before.left() + 1));
            return OptionalLong.empty();
        }
        seen.remove(what);
        seen.put(what, new Seen(now, 0));
        if (seen.size() > MAX) {
            seen.remove(seen.keySet().iterator().next());
        }
        return OptionalLong.of(before == null ? 0 : before.left());
    }
}
