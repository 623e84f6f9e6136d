package org.meshgate.system.models.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** All features. */
public record FeaturesResponse(
        List<FeatureInfo> features,
        @JsonProperty("total_features") int totalFeatures) {}
