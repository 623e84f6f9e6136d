package org.meshgate.accounts.token.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.config.JobsConfig;
import org.meshgate.identity.token.AllowedNetworks;

/**
 * Request to create an API token.
 *
 * @param tokenName display name, 1 to 100 printable characters
 * @param expiresInDays 1 to 3650, or to {@code security.max_token_days}; absent or null for the longest allowed
 *     lifetime
 * @param scopes absent or null for the scopes of the caller's token; {@code worker} only for a service account
 * @param allowedNetworks in CIDR notation; absent or null for those of the caller's token
 * @param gpuSecondsPerDay budget of the jobs that this token submits, in UTC; absent, null or 0 for any number
 * @param gpuSecondsPerMonth the same for a month
 */
public record CreateTokenRequest(
        @NotNull(message = "is required")
        @Pattern(
                regexp = "(?=.*\\S)[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,100}",
                message = "must be 1 to 100 printable characters")
        @JsonProperty("token_name")
        String tokenName,

        @Schema(description = "Days; often 7, 30, 90 or 365. Without it as long as the server allows")
        @Min(value = 1, message = "must be a whole number from 1 to 3650")
        @Max(value = 3650, message = "must be a whole number from 1 to 3650")
        @JsonProperty("expires_in_days")
        Integer expiresInDays,

        @Schema(enumeration = {"jobs:read", "jobs:write", "account", "admin", "worker"})
        List<String> scopes,

        @Schema(
                minItems = 1,
                maxItems = AllowedNetworks.MAX,
                description =
                        "Addresses and networks (CIDR) from which the token may be used; without it those of the token that makes it")
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
