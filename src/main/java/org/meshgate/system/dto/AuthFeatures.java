package org.meshgate.system.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The features of authenticated mode. */
public record AuthFeatures(
        @JsonProperty("job_isolation") boolean jobIsolation,
        @JsonProperty("user_management") boolean userManagement,
        @JsonProperty("role_based_access") boolean roleBasedAccess) {}
