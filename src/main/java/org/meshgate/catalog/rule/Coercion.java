package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Coerces JSON values to types as leniently as 3DAIGC-API, whose clients send numbers as strings. Unlike there,
 * booleans are not numbers, and infinite numbers and integers beyond 64 bits are rejected.
 */
public final class Coercion {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y", "t", "1");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n", "f", "0");

    /** Bounded, because parsing very long numbers is slow. */
    private static final Pattern INTEGER_TEXT = Pattern.compile("([+-]?\\d{1,19})(?:\\.0{0,19})?");

    private static final Pattern NUMBER_TEXT =
            Pattern.compile("[+-]?(?:\\d{1,18}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][+-]?\\d{1,3})?");

    private static final double BEYOND_LONG = 0x1p63;

    private Coercion() {}

    /**
     * Coerces a value; absent when that is not possible.
     *
     * @param value any JSON; null has no type
     */
    public static Optional<JsonNode> to(ValueType type, JsonNode value) {
        return switch (type) {
            case PROMPT, STRING, ID, NAME ->
                Optional.of(value).filter(JsonNode::isTextual).filter(Coercion::isWellFormed);
            case INTEGER -> integer(value);
            case NUMBER -> number(value);
            case BOOLEAN -> bool(value);
            case ARRAY -> Optional.of(value).filter(JsonNode::isArray).filter(Coercion::isWellFormed);
            case OBJECT -> Optional.of(value).filter(JsonNode::isObject).filter(Coercion::isWellFormed);
        };
    }

    private static Optional<JsonNode> integer(JsonNode value) {
        if (value.isTextual()) {
            var match = INTEGER_TEXT.matcher(value.textValue().strip());
            return match.matches() ? whole(new BigInteger(match.group(1))) : Optional.empty();
        }
        if (value.isIntegralNumber()) {
            return whole(value.bigIntegerValue());
        }
        if (value.isFloatingPointNumber()) {
            double number = value.doubleValue();
            return number == Math.rint(number) && Math.abs(number) < BEYOND_LONG
                    ? Optional.of(node((long) number))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> whole(BigInteger number) {
        return number.bitLength() < Long.SIZE ? Optional.of(node(number.longValue())) : Optional.empty();
    }

    /** The node that Jackson itself makes of such a number, so that equal numbers are equal nodes. */
    private static JsonNode node(long number) {
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }

    /** Always a floating-point number, as in 3DAIGC-API: 1 becomes 1.0. */
    private static Optional<JsonNode> number(JsonNode value) {
        double number;
        if (value.isTextual()) {
            String text = value.textValue().strip();
            number = NUMBER_TEXT.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        } else if (value.isIntegralNumber() && value.bigIntegerValue().bitLength() >= Long.SIZE) {
            number = Double.NaN;
        } else {
            number = value.isNumber() ? value.doubleValue() : Double.NaN;
        }
        return Double.isFinite(number) ? Optional.of(DoubleNode.valueOf(number)) : Optional.empty();
    }

    private static Optional<JsonNode> bool(JsonNode value) {
        if (value.isBoolean()) {
            return Optional.of(value);
        }
        String text =
                value.isTextual() || value.isIntegralNumber() ? value.asText().toLowerCase(Locale.ROOT) : "";
        if (TRUE.contains(text)) {
            return Optional.of(BooleanNode.TRUE);
        }
        return FALSE.contains(text) ? Optional.of(BooleanNode.FALSE) : Optional.empty();
    }

    /**
     * Whether the whole value can be written as JSON in UTF-8 and read by every worker. The parser bounds nesting.
     */
    private static boolean isWellFormed(JsonNode value) {
        if (value.isTextual()) {
            return isText(value.textValue());
        }
        if (value.isNumber()) {
            return number(value).isPresent();
        }
        Iterable<String> names = value::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).allMatch(Coercion::isText)
                && StreamSupport.stream(value.spliterator(), false).allMatch(Coercion::isWellFormed);
    }

    /** Whether a string has no lone surrogate, which UTF-8 cannot encode. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(character -> character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }
}
