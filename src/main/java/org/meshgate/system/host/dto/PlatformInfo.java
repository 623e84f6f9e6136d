package org.meshgate.system.host.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the machine is.
 *
 * @param platform operating system, its version and processor; empty for those who may not see it
 * @param pythonVersion always null: there is no Python in this program
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
