package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Between which bounds masks make sense. */
public record MaskConstraints(
        @JsonProperty("center_range") String centerRange,
        @JsonProperty("dimension_range") String dimensionRange,
        @JsonProperty("radii_range") String radiiRange) {}
