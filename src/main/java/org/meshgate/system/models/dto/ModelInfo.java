package org.meshgate.system.models.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A model and its parameters.
 *
 * @param vramRequirement GPU memory of one worker, in MiB
 */
public record ModelInfo(
        @JsonProperty("model_id") String modelId,
        @JsonProperty("feature_type") String featureType,
        @JsonProperty("vram_requirement") int vramRequirement,
        ModelSchema schema,
        Instant timestamp) {}
