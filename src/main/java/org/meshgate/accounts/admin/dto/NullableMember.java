package org.meshgate.accounts.admin.dto;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads a member of a request in which null has a meaning of its own: an absent member is null in Java, and null in JSON
 * an empty optional. (Jackson's own deserializer makes an empty optional of both.)
 */
abstract class NullableMember<T> extends StdDeserializer<Optional<T>> {

    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    NullableMember(Class<T> type) {
        super(Optional.class);
        this.type = type;
    }

    @Override
    public Optional<T> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return Optional.of(context.readValue(parser, type));
    }

    @Override
    public Optional<T> getNullValue(DeserializationContext context) {
        return Optional.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return null;
    }

    /** A whole number. */
    @RegisterForReflection
    static final class OfInteger extends NullableMember<Integer> {

        private static final long serialVersionUID = 1L;

        OfInteger() {
            super(Integer.class);
        }
    }

    /** A number. */
    @RegisterForReflection
    static final class OfDouble extends NullableMember<Double> {

        private static final long serialVersionUID = 1L;

        OfDouble() {
            super(Double.class);
        }
    }
}
