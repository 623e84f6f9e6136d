package org.meshgate.files.upload.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The response to an upload.
 *
 * @param fileSizeMb in units of 1048576 bytes
 */
@Schema(name = "Upload")
public record UploadResponse(
        @JsonProperty("file_id") String fileId,
        String filename,
        @JsonProperty("file_type") String fileType,
        @JsonProperty("file_size_mb") double fileSizeMb,
        @JsonProperty("upload_time") String uploadTime,
        @JsonProperty("expires_at") String expiresAt) {}
