package org.meshgate.files.upload.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An upload in a list. */
@Schema(name = "UploadRow")
public record UploadListItem(
        @JsonProperty("file_id") String fileId,
        String filename,
        @JsonProperty("file_type") String fileType,
        @JsonProperty("file_size_mb") double fileSizeMb,
        @JsonProperty("upload_time") String uploadTime,
        @JsonProperty("is_available") boolean isAvailable) {}
