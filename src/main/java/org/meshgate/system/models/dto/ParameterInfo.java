package org.meshgate.system.models.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The rules of one parameter. Rules that do not apply are absent; a {@code default} of null means that the worker
 * chooses.
 *
 * @param type string, integer, number, boolean, array or object
 */
public record ParameterInfo(
        String type,

        @JsonProperty("default") @Schema(implementation = Object.class)
        Optional<JsonNode> defaultValue,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BigDecimal> minimum,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BigDecimal> maximum,

        @JsonProperty("enum") @JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(implementation = Object[].class)
        List<JsonNode> allowed,

        boolean required) {}
