package org.meshgate.system.host.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The platform of the host.
 *
 * @param platform operating system, version and architecture; empty for callers who may not see it
 * @param pythonVersion always null: this program has no Python
 * @param restricted as in {@link HostLoad}
 */
public record PlatformInfo(
        String platform,

        @Schema(nullable = true) @JsonProperty("python_version")
        String pythonVersion,

        @JsonProperty("cpu_count") int cpuCount,
        @JsonProperty("memory_total") long memoryTotal,
        @JsonProperty("memory_available") long memoryAvailable,
        boolean restricted) {}
