package org.meshgate.jobs.record;

import java.math.BigDecimal;

/** The score of a job in {@code queue:pending}, which Meshgate and the GPU scheduler share: the lowest runs first. */
public final class QueueScore {

    /** The only priority that 3DAIGC-API uses. */
    public static final int DEFAULT_PRIORITY = 1;

    /** The distance between two priorities, larger than any time in seconds. */
    private static final BigDecimal PRIORITY_STEP = BigDecimal.valueOf(10_000_000_000L);

    private QueueScore() {}

    /** @return {@code priority * 1e10 + seconds} as decimal text, which Redis parses without loss */
    public static String of(int priority, long millis) {
        return PRIORITY_STEP
                .multiply(BigDecimal.valueOf(priority))
                .add(BigDecimal.valueOf(millis, 3))
                .toPlainString();
    }
}
