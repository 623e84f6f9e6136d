package org.meshgate.worker.registry.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Request to drain a worker.
 *
 * @param drain false lets it claim jobs again; absent or null for true
 */
public record DrainWorkerRequest(
        @Schema(nullable = true, defaultValue = "true") Boolean drain) {}
