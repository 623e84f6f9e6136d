package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request to update a user. Absent fields stay unchanged, and so do a role, an active state and an address that are null.
 *
 * @param weight share of GPU time, 0.1 to 100; null for the default. Java null if absent, as the other limits
 * @param maxQueued waiting jobs, 0 for any number; null for the default of the server
 * @param maxRunning jobs under way at a time, 0 for any number; null for the default of the server
 * @param priority 1 to 9, a lower one runs first; null for the default
 * @param gpuSecondsPerDay budget, 0 for any number; null for the default of the server
 * @param gpuSecondsPerMonth budget, 0 for any number; null for the default of the server
 */
public record UserUpdateRequest(
        @Schema(enumeration = {"user", "admin"}) String role,
        @JsonProperty("is_active") Boolean active,
        String email,

        @Schema(
                minimum = "0.1",
                maximum = "100",
                nullable = true,
                description = "Share of GPU time beside other users; null for the default, 1")
        @JsonDeserialize(using = NullableMember.OfDouble.class)
        Optional<Double> weight,

        @Schema(
                minimum = "0",
                maximum = "1000000",
                nullable = true,
                description = "Waiting jobs, 0 for any number; null for jobs.max_queued_per_user")
        @JsonProperty("max_queued")
        @JsonDeserialize(using = NullableMember.OfInteger.class)
        Optional<Integer> maxQueued,

        @Schema(
                minimum = "0",
                maximum = "1000000",
                nullable = true,
                description = "Jobs under way at a time, 0 for any number; null for jobs.max_running_per_user")
        @JsonProperty("max_running")
        @JsonDeserialize(using = NullableMember.OfInteger.class)
        Optional<Integer> maxRunning,

        @Schema(
                minimum = "1",
                maximum = "9",
                nullable = true,
                description = "A lower one runs first; null for the default, 1")
        @JsonDeserialize(using = NullableMember.OfInteger.class)
        Optional<Integer> priority,

        @Schema(
                minimum = "0",
                maximum = "1000000000",
                nullable = true,
                description =
                        "GPU seconds in a day (UTC), 0 for any number; null for jobs.gpu_seconds_per_day_per_user")
        @JsonProperty("gpu_seconds_per_day")
        @JsonDeserialize(using = NullableMember.OfInteger.class)
        Optional<Integer> gpuSecondsPerDay,

        @Schema(
                minimum = "0",
                maximum = "1000000000",
                nullable = true,
                description =
                        "GPU seconds in a month (UTC), 0 for any number; null for jobs.gpu_seconds_per_month_per_user")
        @JsonProperty("gpu_seconds_per_month")
        @JsonDeserialize(using = NullableMember.OfInteger.class)
        Optional<Integer> gpuSecondsPerMonth) {

    @Override
    public String toString() {
        return "UserUpdateRequest[]";
    }
}
