package org.meshgate.audit.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Decides what is told of things that one can do as often as one likes. */
@ApplicationScoped
public class AuditThrottle {

    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    /** At {@code audit.max_entries} as it comes, more than two days of a flood fit into the stream. */
    private static final int MAX_ANONYMOUS = 200;

    private static final Duration ONE_OF_NOBODY = Duration.ofSeconds(2);

    /** How many of the same were not told. */
    static final String LEFT_OUT = "left_out";

    /** How many of anybody unknown are in the log alone. */
    public static final String IN_LOG_ALONE = "in_log_alone";

    private final Deduplicator refusalsOfNobody;
    private final Deduplicator refusals;
    private final Deduplicator reads;
    private final TokenBucket nobody;

    AuditThrottle(Clock clock) {
        this.refusalsOfNobody = new Deduplicator(clock, SHORT);
        this.refusals = new Deduplicator(clock, SHORT);
        this.reads = new Deduplicator(clock, LONG);
        this.nobody = new TokenBucket(clock, MAX_ANONYMOUS, ONE_OF_NOBODY);
    }

    /** Whether the same was told within ten minutes. */
    public boolean isNewRead(String what) {
        return reads.tell(what).isPresent();
    }

    /**
     * Whether a refusal is told; the same one is told once a minute.
     *
     * @param known whether it is known who was refused; the others do not make room for each other
     * @param detail gets how many were left out
     */
    public boolean isNewRefusal(boolean known, String what, BiConsumer<String, String> detail) {
        OptionalLong left = (known ? refusals : refusalsOfNobody).tell(what);
        left.ifPresent(count -> tellCount(LEFT_OUT, count, detail));
        return left.isPresent();
    }

    /** Whether one more entry about somebody unknown goes to the stream. */
    public boolean hasRoomForNobody(BiConsumer<String, String> detail) {
        OptionalLong left = nobody.take();
        left.ifPresent(count -> tellCount(IN_LOG_ALONE, count, detail));
        return left.isPresent();
    }

    private static void tellCount(String name, long count, BiConsumer<String, String> detail) {
        if (count > 0) {
            detail.accept(name, Long.toString(count));
        }
    }
}
