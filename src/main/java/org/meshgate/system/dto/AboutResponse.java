package org.meshgate.system.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The name and version of the server.
 *
 * @param deploymentMode always {@code multi_worker}: the server and the workers are different programs
 */
public record AboutResponse(
        String name,
        String version,
        String description,
        @JsonProperty("docs_url") String docsUrl,
        @JsonProperty("health_url") String healthUrl,
        @JsonProperty("deployment_mode") String deploymentMode,
        String note) {}
