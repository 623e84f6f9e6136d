package org.meshgate.system.scheduler.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** GPUs are seen by workers only: {@code available} is always null. */
public record GpuStatus(
        String note, @Schema(nullable = true) Integer available) {}
