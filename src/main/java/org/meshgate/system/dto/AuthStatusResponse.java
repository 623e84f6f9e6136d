package org.meshgate.system.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The authentication mode.
 *
 * @param registration how users register: open, invite or closed
 */
public record AuthStatusResponse(
        @JsonProperty("user_auth_enabled") boolean userAuthEnabled,
        @JsonProperty("api_key_required") boolean apiKeyRequired,
        String mode,
        String description,
        AuthFeatures features,
        String registration,
        Instant timestamp) {}
