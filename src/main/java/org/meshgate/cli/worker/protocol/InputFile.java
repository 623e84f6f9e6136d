package org.meshgate.cli.worker.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * An input file of a job.
 *
 * @param field the input that names it
 * @param name the file name at the server
 * @param url a signed link for this lease
 * @param size in bytes
 */
public record InputFile(String field, String name, String url, OptionalLong size) {

    static InputFile of(JsonNode json) {
        JsonNode size = json.path("size_bytes");
        return new InputFile(
                json.path("field").asText(),
                json.path("name").asText(),
                json.path("url").asText(),
                size.canConvertToLong() && size.isIntegralNumber()
                        ? OptionalLong.of(size.asLong())
                        : OptionalLong.empty());
    }
}
