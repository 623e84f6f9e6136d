package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An input file of a claimed job.
 *
 * @param field the name of the input
 * @param name a safe file name: the field and the extension of the file
 * @param url opens without a header
 * @param sizeBytes its size
 */
@RegisterForReflection
public record AssignedFile(
        String field,
        String name,
        String url,
        @JsonProperty("size_bytes") long sizeBytes) {

    /** Omits the URL, which grants access. */
    @Override
    public String toString() {
        return "AssignedFile[" + name + "]";
    }
}
