package org.meshgate.system.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What this server is.
 *
 * @param deploymentMode always {@code multi_worker}: what answers and what runs jobs are different programs
 */
public record AboutResponse(
        String name,
        String version,
        String description,
        @JsonProperty("docs_url") String docsUrl,
        @JsonProperty("health_url") String healthUrl,
        @JsonProperty("deployment_mode") String deploymentMode,
        String note) {}
