package org.meshgate.identity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Serializes and parses the JSON records in Redis. */
@ApplicationScoped
public class RecordJson {

    private static final Logger LOG = Logger.getLogger(RecordJson.class);

    private final ObjectReader reader;
    private final ObjectWriter writer;

    RecordJson(ObjectMapper mapper) {
        this.reader = mapper.reader()
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .without(JsonParser.Feature.STRICT_DUPLICATE_DETECTION) // a rule for requests, not for stored data
                // numbers in unknown fields keep their exact value
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        this.writer = mapper.writer();
    }

    public String write(Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot serialize a record", e);
        }
    }

    /** Parses a record. Empty for empty or unreadable text; the latter is logged without its content. */
    public <T> Optional<T> read(String text, Class<T> type) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(reader.forType(type).readValue(text));
        } catch (JsonProcessingException e) {
            LOG.warnf(
                    "Ignored an unreadable %s record in Redis: %s",
                    type.getSimpleName(), e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Parses the records of an array reply. Unreadable ones are logged and skipped. */
    public <T> List<T> readAll(Response texts, Class<T> type) {
        return StreamSupport.stream(texts.spliterator(), false)
                .flatMap(text -> read(text.toString(), type).stream())
                .toList();
    }
}
