package org.meshgate.files.upload.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The response to the deletion of an upload. */
@Schema(name = "DeletedUpload")
public record DeleteUploadResponse(@JsonProperty("file_id") String fileId, String message, String filename) {}
