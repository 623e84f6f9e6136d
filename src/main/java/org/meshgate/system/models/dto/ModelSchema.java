package org.meshgate.system.models.dto;

import java.util.Map;

/** The parameters in {@code model_parameters}, by name. */
public record ModelSchema(Map<String, ParameterInfo> parameters) {}
