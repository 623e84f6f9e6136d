package org.meshgate.system.models.dto;

import java.util.Map;

/** What {@code model_parameters} may have, by name. */
public record ModelSchema(Map<String, ParameterInfo> parameters) {}
