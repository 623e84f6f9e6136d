package org.meshgate.accounts.token.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Request to rotate a token.
 *
 * @param graceSeconds how long the old token stays valid, 0 to 86400; 0 if absent or null
 */
public record RotateTokenRequest(
        @Min(value = 0, message = "must be a whole number from 0 to 86400")
        @Max(value = 86_400, message = "must be a whole number from 0 to 86400")
        @JsonProperty("grace_seconds")
        Integer graceSeconds) {}
