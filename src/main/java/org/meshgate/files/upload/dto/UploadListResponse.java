package org.meshgate.files.upload.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of uploads.
 *
 * @param count the number of files on this page
 * @param totalFiles the number of entries of the whole list
 */
@Schema(name = "UploadList")
public record UploadListResponse(
        List<UploadListItem> files,
        int count,
        @JsonProperty("total_files") long totalFiles) {}
