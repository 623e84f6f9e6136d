package org.meshgate.files.download;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A file in a JSON document, for clients that cannot handle another body; the fields are those of 3DAIGC-API.
 *
 * @param jobId whose result it is
 * @param filename its name, without folders
 * @param contentType its media type
 * @param fileSizeMb its size in units of 1,048,576 bytes
 * @param base64Data {@code data:<type>;base64,...} (RFC 2397)
 * @param generationInfo what the worker tells of how it was made
 * @param downloadTime when it was read
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
