package org.meshgate.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A budget of GPU seconds and what counts against it.
 *
 * @param scope whose budget it is: {@code server}, {@code user} or {@code token}
 * @param period {@code day} or {@code month}, in UTC
 * @param limit seconds
 * @param used seconds of jobs that ended in this period
 * @param reserved seconds that waiting and running jobs are expected to take
 * @param resetsAt end of the period
 * @param warning whether used and reserved seconds are 80 % of the limit or more
 */
@RegisterForReflection
public record BudgetState(
        String scope,
        String period,
        @JsonProperty("limit_seconds") long limit,
        @JsonProperty("used_seconds") BigDecimal used,
        @JsonProperty("reserved_seconds") BigDecimal reserved,
        @JsonProperty("resets_at") Instant resetsAt,
        boolean warning) {

    private static final String SERVER = "server";
    private static final int MILLIS = 3;
    private static final long PERCENT = 100;
    private static final long WARNING_PERCENT = 80;

    /** Whether all users share this budget. */
    public boolean belongsToServer() {
        return scope.equals(SERVER);
    }

    /** Maps milliseconds. */
    public static BudgetState ofMillis(
            String scope, String period, long limit, long used, long reserved, Instant resetsAt) {
        return new BudgetState(
                scope,
                period,
                limit / 1000,
                BigDecimal.valueOf(used, MILLIS),
                BigDecimal.valueOf(reserved, MILLIS),
                resetsAt,
                (used + reserved) * PERCENT >= limit * WARNING_PERCENT);
    }
}
