package org.meshgate.accounts.service.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.config.JobsConfig;
import org.meshgate.identity.token.AllowedNetworks;

/**
 * Request to create a service account with its first token.
 *
 * @param name username of the account, 3 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @param scopes of the token, any but {@code admin}; absent or null for {@code worker} alone
 * @param expiresInDays 1 to 3650, or to {@code security.max_token_days}; absent or null for the longest allowed
 *     lifetime
 * @param allowedNetworks in CIDR notation; absent or null for any
 * @param gpuSecondsPerDay budget of the jobs that this token submits, in UTC; absent, null or 0 for any number
 * @param gpuSecondsPerMonth the same for a month
 */
public record CreateServiceAccountRequest(
        @Schema(minLength = 3, maxLength = 64, pattern = "^[A-Za-z0-9._-]{3,64}$") @NotNull(message = "is required")
        String name,

        @Schema(enumeration = {"jobs:read", "jobs:write", "account", "worker"})
        List<String> scopes,

        @Schema(description = "Days; often 7, 30, 90 or 365. Without it as long as the server allows")
        @Min(value = 1, message = "must be a whole number from 1 to 3650")
        @Max(value = 3650, message = "must be a whole number from 1 to 3650")
        @JsonProperty("expires_in_days")
        Integer expiresInDays,

        @Schema(
                minItems = 1,
                maxItems = AllowedNetworks.MAX,
                description = "Addresses and networks (CIDR) from which the token may be used; without it any")
        @JsonProperty("allowed_networks")
        List<String> allowedNetworks,

        @Min(value = 0, message = "must be a whole number from 0 to 1000000000")
        @Max(value = JobsConfig.MAX_GPU_SECONDS, message = "must be a whole number from 0 to 1000000000")
        @JsonProperty("gpu_seconds_per_day")
        Integer gpuSecondsPerDay,

        @Min(value = 0, message = "must be a whole number from 0 to 1000000000")
        @Max(value = JobsConfig.MAX_GPU_SECONDS, message = "must be a whole number from 0 to 1000000000")
        @JsonProperty("gpu_seconds_per_month")
        Integer gpuSecondsPerMonth) {}
