package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model for retopology.
 *
 * @param targetVertices the approximate vertex count of results; null if the job sets it
 */
public record RetopologyModel(
        String description,

        @JsonProperty("target_vertices") @Schema(nullable = true)
        Integer targetVertices) {}
