package org.meshgate.caller;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The budget of a token, which it got when it was created. Its successors by rotation, and tokens that it creates, share it.
 *
 * @param id of the token that got the budget
 * @param gpuSecondsPerDay in UTC; 0 for any number
 * @param gpuSecondsPerMonth in UTC; 0 for any number
 */
@RegisterForReflection
public record TokenBudget(
        String id,
        @JsonProperty("gpu_seconds_per_day") int gpuSecondsPerDay,
        @JsonProperty("gpu_seconds_per_month") int gpuSecondsPerMonth) {}
