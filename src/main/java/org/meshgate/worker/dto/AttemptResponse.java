package org.meshgate.worker.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What has become of the job.
 *
 * @param status {@code queued} when another attempt follows
 */
public record AttemptResponse(
        @Schema(enumeration = {"queued", "completed", "failed", "cancelled"})
        String status) {}
