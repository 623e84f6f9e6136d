package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** A loaded adapter in the list of its feature. */
public record FeatureAdapter(
        @JsonProperty("model_id") String modelId,
        String status,
        @JsonProperty("vram_requirement") int vramRequirement,
        @JsonProperty("supported_formats") Map<String, List<String>> supportedFormats) {}
