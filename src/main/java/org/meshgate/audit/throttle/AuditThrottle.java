package org.meshgate.audit.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Deduplicates and rate-limits audit entries for actions that clients can repeat at will. */
@ApplicationScoped
public class AuditThrottle {

    private static final Duration REFUSAL_WINDOW = Duration.ofMinutes(1);
    private static final Duration READ_WINDOW = Duration.ofMinutes(10);

    /** With the default {@code audit.max_entries}, the stream holds more than two days of a flood. */
    private static final int ANONYMOUS_CAPACITY = 200;

    private static final Duration ANONYMOUS_REFILL_PERIOD = Duration.ofSeconds(2);

    /** Detail with the number of identical entries that were omitted. */
    static final String LEFT_OUT = "left_out";

    /** Detail with the number of anonymous entries that are in the log only. */
    public static final String IN_LOG_ALONE = "in_log_alone";

    private final Deduplicator anonymousRefusals;
    private final Deduplicator refusals;
    private final Deduplicator reads;
    private final TokenBucket anonymousBudget;

    AuditThrottle(Clock clock) {
        this.anonymousRefusals = new Deduplicator(clock, REFUSAL_WINDOW);
        this.refusals = new Deduplicator(clock, REFUSAL_WINDOW);
        this.reads = new Deduplicator(clock, READ_WINDOW);
        this.anonymousBudget = new TokenBucket(clock, ANONYMOUS_CAPACITY, ANONYMOUS_REFILL_PERIOD);
    }

    /** Whether this read was not recorded within the last ten minutes. */
    public boolean isNewRead(String key) {
        return reads.record(key).isPresent();
    }

    /**
     * Whether a refusal is to be recorded; identical refusals are recorded once a minute.
     *
     * @param known whether the caller is authenticated; anonymous refusals cannot evict those of known callers
     * @param detail receives the number of omitted entries
     */
    public boolean isNewRefusal(boolean known, String key, BiConsumer<String, String> detail) {
        OptionalLong omitted = (known ? refusals : anonymousRefusals).record(key);
        omitted.ifPresent(count -> addCount(LEFT_OUT, count, detail));
        return omitted.isPresent();
    }

    /** Takes from the budget of anonymous entries. True if the entry may go to the stream. */
    public boolean allowsAnonymous(BiConsumer<String, String> detail) {
        OptionalLong omitted = anonymousBudget.take();
        omitted.ifPresent(count -> addCount(IN_LOG_ALONE, count, detail));
        return omitted.isPresent();
    }

    private static void addCount(String name, long count, BiConsumer<String, String> detail) {
        if (count > 0) {
            detail.accept(name, Long.toString(count));
        }
    }
}
