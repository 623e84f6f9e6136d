package org.meshgate.system.models.dto;

/** Two forms, as 3DAIGC-API has them: of all features, or of one. */
public sealed interface ModelsResponse permits AllModelsResponse, FeatureModelsResponse {}
