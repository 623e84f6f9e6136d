package org.meshgate.cli.client.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the text of {@code --set} into a value, by the schema of its field. */
final class FieldValue {

    private static final Set<String> COMPOUND = Set.of("object", "array");

    private final ObjectMapper json;

    FieldValue(ObjectMapper json) {
        this.json = json;
    }

    /** A value, or why the text is none. */
    sealed interface Parsed {

        /** A value. */
        record Value(JsonNode value) implements Parsed {}

        /** What it must be. */
        record Wrong(String rule) implements Parsed {}
    }

    /** Reads a text. */
    Parsed parse(String text, JsonNode schema) {
        JsonNode own = schema.has("anyOf") ? schema.path("anyOf").path(0) : schema;
        Set<String> types = types(own);
        List<String> allowed = new ArrayList<>();
        own.path("enum").forEach(value -> allowed.add(value.asText()));
        if (!allowed.isEmpty() && allowed.stream().noneMatch(text::equalsIgnoreCase)) {
            return new Parsed.Wrong("must be one of " + String.join(", ", allowed));
        }
        if (types.contains("string")) {
            return new Parsed.Value(TextNode.valueOf(text));
        }
        if (types.contains("integer") || types.contains("number")) {
            return number(text, own, types.contains("integer"));
        }
        if (types.contains("boolean")) {
            return text.equals("true") || text.equals("false")
                    ? new Parsed.Value(BooleanNode.valueOf(text.equals("true")))
                    : new Parsed.Wrong("must be true or false");
        }
        return compound(text, types)
                .map(value -> (Parsed) new Parsed.Value(value))
                .orElseGet(() -> new Parsed.Wrong("must be JSON"
                        + (types.isEmpty() ? "" : ", an " + types.iterator().next())));
    }

    /** A member of an open object: a number, true or false where the text is one, else the text. */
    JsonNode parseOpen(String text) {
        try {
            JsonNode value = json.readTree(text);
            return value.isNumber() || value.isBoolean() ? value : TextNode.valueOf(text);
        } catch (IOException noJson) {
            return TextNode.valueOf(text);
        }
    }

    private static Parsed number(String text, JsonNode schema, boolean whole) {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
            if (whole) {
                value.longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            return new Parsed.Wrong(whole ? "must be a whole number" : "must be a number");
        }
        Optional<BigDecimal> min = bound(schema, "minimum");
        Optional<BigDecimal> above = bound(schema, "exclusiveMinimum");
        Optional<BigDecimal> max = bound(schema, "maximum");
        boolean fits = min.filter(least -> value(text).compareTo(least) < 0).isEmpty()
                && above.filter(least -> value(text).compareTo(least) <= 0).isEmpty()
                && max.filter(most -> value(text).compareTo(most) > 0).isEmpty();
        return fits
                ? new Parsed.Value(DecimalNode.valueOf(value))
                : new Parsed.Wrong("must be "
                        + above.map(least -> "above " + least.toPlainString())
                                .or(() -> min.map(least -> "at least " + least.toPlainString()))
                                .orElse("")
                        + max.map(most -> (above.or(() -> min).isPresent() ? " and " : "") + "at most "
                                        + most.toPlainString())
                                .orElse(""));
    }

    private static BigDecimal value(String text) {
        return new BigDecimal(text);
    }

    private static Optional<BigDecimal> bound(JsonNode schema, String name) {
        return schema.path(name).isNumber() ? Optional.of(schema.path(name).decimalValue()) : Optional.empty();
    }

    private Optional<JsonNode> compound(String text, Set<String> types) {
        try {
            JsonNode value = json.readTree(text);
            boolean fits = types.isEmpty()
                    || value.isObject() && types.contains("object")
                    || value.isArray() && types.contains("array");
            return Optional.of(value).filter(read -> fits && !read.isMissingNode());
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            type.forEach(one -> types.add(one.asText()));
        } else if (type.isTextual()) {
            types.add(type.asText());
        }
        types.remove("null");
        if (types.stream().anyMatch(COMPOUND::contains)) {
            types.retainAll(COMPOUND);
        }
        return types;
    }
}
