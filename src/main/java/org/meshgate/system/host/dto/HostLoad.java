package org.meshgate.system.host.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How busy the machine is.
 *
 * @param cpuUsage percent of all processors, since the last look that somebody took
 * @param restricted whether the caller may not see the numbers, which are 0 then
 */
@Schema(name = "SystemLoad")
public record HostLoad(
        @JsonProperty("cpu_usage") double cpuUsage, MemoryUsage memory, DiskUsage disk, boolean restricted) {}
