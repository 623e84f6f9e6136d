package org.meshgate.files.upload.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of a list.
 *
 * @param count how many files this part has
 * @param totalFiles how many entries the list has
 */
@Schema(name = "UploadList")
public record UploadListResponse(
        List<UploadListItem> files,
        int count,
        @JsonProperty("total_files") long totalFiles) {}
