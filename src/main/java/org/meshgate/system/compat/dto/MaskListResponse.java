package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The masks of mesh editing, by the part of their field's name behind {@code mask_}. All values are for people. */
public record MaskListResponse(
        @JsonProperty("mask_types") Map<String, MaskInfo> maskTypes, MaskConstraints constraints) {}
