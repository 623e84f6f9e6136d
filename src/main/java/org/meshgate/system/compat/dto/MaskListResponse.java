package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The masks of mesh editing, by their field name without {@code mask_}. All values are for display. */
public record MaskListResponse(
        @JsonProperty("mask_types") Map<String, MaskInfo> maskTypes, MaskConstraints constraints) {}
