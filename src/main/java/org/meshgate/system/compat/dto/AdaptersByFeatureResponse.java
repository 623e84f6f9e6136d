package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * Loaded adapters by feature.
 *
 * @param features always empty, like {@link AdapterListResponse#adapters()}
 */
public record AdaptersByFeatureResponse(
        Map<String, List<FeatureAdapter>> features,
        @JsonProperty("total_adapters") int totalAdapters,
        @JsonProperty("total_features") int totalFeatures) {}
