package org.meshgate.worker.dto;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A stored result file.
 *
 * @param sha256 of its bytes, in hexadecimal
 */
public record ResultFileResponse(
        String name, @JsonProperty("size_bytes") long sizeBytes, String sha256) {}
