package org.meshgate.system.models.dto;

/** The list of models in one of the two forms of 3DAIGC-API: for all features, or for one. */
public sealed interface ModelsResponse permits AllModelsResponse, FeatureModelsResponse {}
