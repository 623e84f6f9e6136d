package org.meshgate.system.host.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The load of the host.
 *
 * @param cpuUsage percent of all processors, since the previous request
 * @param restricted whether the caller may not see the numbers; they are 0 then
 */
@Schema(name = "SystemLoad")
public record HostLoad(
        @JsonProperty("cpu_usage") double cpuUsage, MemoryUsage memory, DiskUsage disk, boolean restricted) {}
