package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The values of {@code pack_method} in UV unwrapping jobs, by name. */
public record PackMethodsResponse(
        @JsonProperty("pack_methods") Map<String, PackMethod> packMethods) {}
