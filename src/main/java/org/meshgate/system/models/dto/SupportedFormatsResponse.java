package org.meshgate.system.models.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.files.upload.UploadFormats;

/**
 * All formats.
 *
 * @param contentTypes media types by kind ({@code mesh}, {@code image}) and extension
 */
@Schema(name = "SystemFormats")
public record SupportedFormatsResponse(
        @JsonProperty("input_formats") UploadFormats.Inputs inputs,
        @JsonProperty("output_formats") OutputFormats outputs,
        @JsonProperty("content_types") Map<String, Map<String, String>> contentTypes) {}
