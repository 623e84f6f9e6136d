package org.meshgate.system.models.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** One feature and its enabled models. */
public record FeatureInfo(
        String name, @JsonProperty("model_count") int modelCount, List<String> models) {}
