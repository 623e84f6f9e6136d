package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.meshgate.identity.user.UserLimits;

/**
 * The limits of a user's jobs.
 *
 * @param weight share of GPU time beside other users, 0.1 to 100
 * @param maxQueued waiting jobs, 0 for any number; null for the default of the server
 * @param maxRunning jobs under way at a time, 0 for any number; null for the default of the server
 * @param priority 1 to 9, a lower one runs first
 * @param gpuSecondsPerDay budget, 0 for any number; null for the default of the server
 * @param gpuSecondsPerMonth budget, 0 for any number; null for the default of the server
 */
public record UserLimitsInfo(
        double weight,
        @JsonProperty("max_queued") Optional<Integer> maxQueued,
        @JsonProperty("max_running") Optional<Integer> maxRunning,
        int priority,
        @JsonProperty("gpu_seconds_per_day") Optional<Integer> gpuSecondsPerDay,
        @JsonProperty("gpu_seconds_per_month") Optional<Integer> gpuSecondsPerMonth) {

    /** Maps a record, with the defaults that do not depend on settings. */
    public static UserLimitsInfo of(UserLimits limits) {
        return new UserLimitsInfo(
                limits.weight().orElse(UserLimits.DEFAULT_WEIGHT),
                limits.maxQueued(),
                limits.maxRunning(),
                limits.priority().orElse(UserLimits.DEFAULT_PRIORITY),
                limits.gpuSecondsPerDay(),
                limits.gpuSecondsPerMonth());
    }
}
