package org.meshgate.files.download;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A result file inside a JSON document, for clients that cannot read a binary body. The members are those of
 * 3DAIGC-API.
 *
 * @param jobId the job that made the file
 * @param filename the file name, without folders
 * @param contentType the media type
 * @param fileSizeMb the size in units of 1,048,576 bytes
 * @param base64Data {@code data:<type>;base64,...} (RFC 2397)
 * @param generationInfo the worker's notes about the generation
 * @param downloadTime the time of the download
 */
@RegisterForReflection
public record Base64Document(
        @JsonProperty("job_id") String jobId,
        String filename,
        @JsonProperty("content_type") String contentType,
        @JsonProperty("file_size_mb") double fileSizeMb,
        @JsonProperty("base64_data") String base64Data,

        @Schema(implementation = Object.class) @JsonProperty("generation_info")
        JsonNode generationInfo,

        @JsonProperty("download_time") Instant downloadTime) {

    @Override
    public String toString() {
        return "Base64Document[" + jobId + ", " + filename + "]";
    }
}
