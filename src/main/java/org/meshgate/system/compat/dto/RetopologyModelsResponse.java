package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * The enabled models for retopology.
 *
 * @param availableModels model ids; the first is taken when a job names none
 */
public record RetopologyModelsResponse(
        @JsonProperty("available_models") List<String> availableModels,
        @JsonProperty("models_details") Map<String, RetopologyModel> modelsDetails) {}
