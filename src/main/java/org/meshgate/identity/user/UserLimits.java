package org.meshgate.identity.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * The limits that administrators set for the jobs of a user; an empty one is the default. Redis keeps those that are set
 * as JSON, and the scripts that submit and claim jobs read it.
 *
 * @param weight share of GPU time beside other users, 0.1 to 100; {@value #DEFAULT_WEIGHT} by default
 * @param maxQueued waiting jobs, 0 for any number; {@code jobs.max_queued_per_user} by default
 * @param maxRunning jobs under way at a time, 0 for any number; {@code jobs.max_running_per_user} by default
 * @param priority 1 to 9, a lower one runs first; {@value #DEFAULT_PRIORITY} by default
 * @param gpuSecondsPerDay budget, 0 for any number; {@code jobs.gpu_seconds_per_day_per_user} by default
 * @param gpuSecondsPerMonth budget, 0 for any number; {@code jobs.gpu_seconds_per_month_per_user} by default
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record UserLimits(
        Optional<Double> weight,
        @JsonProperty("max_queued") Optional<Integer> maxQueued,
        @JsonProperty("max_running") Optional<Integer> maxRunning,
        Optional<Integer> priority,
        @JsonProperty("gpu_seconds_per_day") Optional<Integer> gpuSecondsPerDay,
        @JsonProperty("gpu_seconds_per_month") Optional<Integer> gpuSecondsPerMonth) {

    /** The weight of a user for whom none is set. */
    public static final double DEFAULT_WEIGHT = 1;

    /** The priority of a user for whom none is set; that of every job of 3DAIGC-API. */
    public static final int DEFAULT_PRIORITY = 1;

    /** No limit is set. */
    public static final UserLimits NONE = new UserLimits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** For Jackson, which passes null for absent fields. */
    public UserLimits {
        weight = orEmpty(weight);
        maxQueued = orEmpty(maxQueued);
        maxRunning = orEmpty(maxRunning);
        priority = orEmpty(priority);
        gpuSecondsPerDay = orEmpty(gpuSecondsPerDay);
        gpuSecondsPerMonth = orEmpty(gpuSecondsPerMonth);
    }

    private static <T> Optional<T> orEmpty(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }
}
