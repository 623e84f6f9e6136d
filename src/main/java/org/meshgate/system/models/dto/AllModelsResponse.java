package org.meshgate.system.models.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * The enabled models of all features.
 *
 * @param availableModels model ids by feature; the first is the default of jobs that name none
 */
@RegisterForReflection // behind an interface
public record AllModelsResponse(
        @JsonProperty("available_models") Map<String, List<String>> availableModels,
        @JsonProperty("total_features") int totalFeatures,
        @JsonProperty("total_models") int totalModels)
        implements ModelsResponse {}
