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
 * Reads and writes the JSON of job records and results in Redis. Other programs write them too: unknown members are
 * kept, numbers keep every digit, and NaN, which Python writes, is accepted.
 */
@ApplicationScoped
@RegisterForReflection( // Caffeine loads its classes by name
        classNames = {"com.github.benmanes.caffeine.cache.PSMW", "com.github.benmanes.caffeine.cache.SSMW"})
public class JobJson {

    /** In characters; results of large models list all parts. Records of Meshgate are far below. */
    private static final int MAX_STRING_LENGTH = 64 * 1024 * 1024;

    private static final String EMPTY = "{}";

    /** In characters; longer than a usual record, shorter than the result of a large model. */
    static final int MAX_CACHED_LENGTH = 4 * 1024;

    /**
     * In characters of all cached texts: about a thousand jobs. With the parsed trees it is four times as many bytes.
     */
    static final int MAX_CACHE_WEIGHT = 512 * 1024;

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ObjectWriter sorted = mapper.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private final Cache<String, JsonNode> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHE_WEIGHT)
            .weigher((String text, JsonNode tree) -> text.length())
            .executor(Runnable::run) // maintenance takes microseconds, which needs no pool of its own
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

    /** Parses a JSON object; absent when the text is not one. */
    public Optional<ObjectNode> read(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.equals(EMPTY)) { // the metadata of nearly every job
            return Optional.of(object());
        }
        try {
            return mapper.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Parses a JSON object through a cache. The tree is shared and must not be changed. Clients poll the same few jobs,
     * whose records seldom change, and parsing dominates the cost of a status request.
     */
    public Optional<JsonNode> shared(String text) {
        if (text.length() > MAX_CACHED_LENGTH) {
            return read(text).map(Function.identity());
        }
        JsonNode cached = cache.getIfPresent(text);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<ObjectNode> read = read(text);
        read.ifPresent(object -> cache.put(text, object));
        return read.map(Function.identity());
    }

    public String write(JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Writes a tree with the members of each object sorted by name, without a copy of the tree. */
    public void writeSorted(JsonNode node, OutputStream out) {
        try {
            sorted.writeValue(out, node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
