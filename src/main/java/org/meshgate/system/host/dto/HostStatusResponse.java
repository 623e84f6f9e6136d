package org.meshgate.system.host.dto;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The status of host, models and queue; {@code gpu} is a sentence, because only workers see the GPUs. */
@Schema(name = "SystemStatus")
public record HostStatusResponse(
        Instant timestamp, HostLoad system, String gpu, ModelCounts models, QueueLengths queue) {}
