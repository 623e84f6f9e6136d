package org.meshgate.system.compat.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The input and output formats of one family of jobs, as extensions. */
@Schema(name = "MeshToolFormats")
public record MeshFormatsResponse(
        @JsonProperty("input_formats") List<String> inputFormats,
        @JsonProperty("output_formats") List<String> outputFormats) {}
