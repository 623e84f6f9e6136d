package org.meshgate.system.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What comes with accounts. */
public record AuthFeatures(
        @JsonProperty("job_isolation") boolean jobIsolation,
        @JsonProperty("user_management") boolean userManagement,
        @JsonProperty("role_based_access") boolean roleBasedAccess) {}
