package org.meshgate.system.scheduler.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The state of the GPUs. Only workers know it: {@code available} is always null. */
public record GpuStatus(
        String note, @Schema(nullable = true) Integer available) {}
