package org.meshgate.system.models.dto;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The enabled models of one feature. */
@RegisterForReflection // behind an interface
public record FeatureModelsResponse(String feature, List<String> models) implements ModelsResponse {}
