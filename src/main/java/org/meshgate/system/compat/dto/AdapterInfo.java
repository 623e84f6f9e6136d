package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A loaded adapter.
 *
 * @param vramRequirement GPU memory, in MiB
 */
public record AdapterInfo(
        @JsonProperty("model_id") String modelId,
        @JsonProperty("feature_type") String featureType,
        String status,
        @JsonProperty("vram_requirement") int vramRequirement,
        @JsonProperty("processing_count") int processingCount,
        @JsonProperty("supported_formats") Map<String, List<String>> supportedFormats) {}
