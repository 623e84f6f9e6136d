package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The recommended bounds of masks. */
public record MaskConstraints(
        @JsonProperty("center_range") String centerRange,
        @JsonProperty("dimension_range") String dimensionRange,
        @JsonProperty("radii_range") String radiiRange) {}
