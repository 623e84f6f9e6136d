package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model for retopology.
 *
 * @param targetVertices about how many vertices its results have; null where the job says so
 */
public record RetopologyModel(
        String description,

        @JsonProperty("target_vertices") @Schema(nullable = true)
        Integer targetVertices) {}
