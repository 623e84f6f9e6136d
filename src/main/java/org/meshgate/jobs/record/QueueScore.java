package org.meshgate.jobs.record;

import java.math.BigDecimal;

/** The score of a job in {@code queue:pending}, which the GPU scheduler shares: the lowest runs first. */
public final class QueueScore {

    /** The only priority that 3DAIGC-API knows. */
    public static final int DEFAULT_PRIORITY = 1;

    /** The distance between two priorities: larger than any time in seconds. */
    private static final BigDecimal PRIORITY_STEP = BigDecimal.valueOf(10_000_000_000L);

    private QueueScore() {}

    /** @return {@code priority * 1e10 + seconds} as a decimal text, which Redis reads without loss */
    public static String of(int priority, long millis) {
        return PRIORITY_STEP
                .multiply(BigDecimal.valueOf(priority))
                .add(BigDecimal.valueOf(millis, 3))
                .toPlainString();
    }
}
