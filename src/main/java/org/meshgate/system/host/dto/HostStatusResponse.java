package org.meshgate.system.host.dto;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Machine, models and queue; {@code gpu} is a sentence, because workers alone see GPUs. */
@Schema(name = "SystemStatus")
public record HostStatusResponse(
        Instant timestamp, HostLoad system, String gpu, ModelCounts models, QueueLengths queue) {}
