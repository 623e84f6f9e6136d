package org.meshgate.jobs.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON of job records and results in Redis. Other programs write there too: what they add is kept, numbers keep every
 * digit, and the NaN that Python lets through does not make a record unreadable.
 */
@ApplicationScoped
@RegisterForReflection( // Caffeine finds its classes by name
        classNames = {"com.github.benmanes.caffeine.cache.PSMW", "com.github.benmanes.caffeine.cache.SSMW"})
public class JobJson {

    /** Results list the parts of large models; nothing of ours is near it. */
    private static final int MAX_STRING_LENGTH = 64 * 1024 * 1024;

    private static final String EMPTY = "{}";

    /** In characters: more than a record has, and less than the result of a large model. */
    static final int MAX_SHARED_LENGTH = 4 * 1024;

    /** In characters of all texts: a thousand jobs. With the trees of the texts it is four times as many bytes. */
    static final int MAX_SHARED = 512 * 1024;

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ObjectWriter sorted = mapper.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private final Cache<String, JsonNode> shared = Caffeine.newBuilder()
            .maximumWeight(MAX_SHARED)
            .weigher((String text, JsonNode tree) -> text.length())
            .executor(Runnable::run) // what it does there takes microseconds, and another pool would be one more
            .build();

    JobJson() {
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MAX_STRING_LENGTH)
                        .build());
    }

    public ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** The object, or nothing when the text is no JSON object. */
    public Optional<ObjectNode> read(String text) {
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

    /**
     * The same to look at only: whoever asks for a text like it is given the same tree. Clients ask again and again for the
     * same few jobs, whose records seldom change, and reading a text is most of the work for it.
     */
    public Optional<JsonNode> shared(String text) {
        if (text.length() > MAX_SHARED_LENGTH) {
            return read(text).map(Function.identity());
        }
        JsonNode known = shared.getIfPresent(text);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ObjectNode> read = read(text);
        read.ifPresent(object -> shared.put(text, object));
        return read.map(Function.identity());
    }

    public String write(JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Writes with the members of each object in the order of their names, without a copy of the whole. */
    public void writeSorted(JsonNode node, OutputStream out) {
        try {
            sorted.writeValue(out, node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
