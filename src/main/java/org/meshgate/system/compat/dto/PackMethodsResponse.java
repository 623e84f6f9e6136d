package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** What {@code pack_method} of a UV unwrapping job may be, by name. */
public record PackMethodsResponse(
        @JsonProperty("pack_methods") Map<String, PackMethod> packMethods) {}
