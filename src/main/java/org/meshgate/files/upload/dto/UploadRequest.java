package org.meshgate.files.upload.dto;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A form with one file, for the API description. */
@Schema(name = "FileUpload")
public record UploadRequest(
        @Schema(required = true, format = "binary") String file) {}
