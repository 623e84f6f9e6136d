package org.meshgate.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The JSON of job records and results in Redis. Other programs write there too: what they add is kept, numbers keep every
 * digit, and the NaN that Python lets through does not make a record unreadable.
 */
@ApplicationScoped
class JobJson {

    /** Results list the parts of large models; nothing of ours is near it. */
    private static final int LONGEST_STRING = 64 * 1024 * 1024;

    private static final String EMPTY = "{}";

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    JobJson() {
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_STRING)
                        .build());
    }

    ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** The object, or nothing when the text is no JSON object. */
    Optional<ObjectNode> read(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.equals(EMPTY)) { // as the metadata of nearly every job
            return Optional.of(object());
        }
        try {
            return mapper.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String write(JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Writes without a copy of the whole. */
    void write(JsonNode node, OutputStream out) {
        try {
            mapper.writeValue(out, node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
