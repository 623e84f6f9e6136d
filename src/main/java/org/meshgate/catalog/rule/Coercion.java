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
 * Brings JSON values to a type, as leniently as 3DAIGC-API does, whose clients send numbers out of text fields.
 * Stricter than there: a boolean is no number, and there are neither infinite numbers nor integers beyond 64 bits.
 */
public final class Coercion {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y", "t", "1");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n", "f", "0");

    /** Bounded, so that no text makes a number that takes long to read. */
    private static final Pattern INTEGER_TEXT = Pattern.compile("([+-]?\\d{1,19})(?:\\.0{0,19})?");

    private static final Pattern NUMBER_TEXT =
            Pattern.compile("[+-]?(?:\\d{1,18}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][+-]?\\d{1,3})?");

    private static final double BEYOND_LONG = 0x1p63;

    private Coercion() {}

    /**
     * The value as its type has it, or nothing when it cannot be that.
     *
     * @param value any JSON; null is of no type
     */
    public static Optional<JsonNode> to(ValueType type, JsonNode value) {
        return switch (type) {
            case PROMPT, STRING, ID, NAME ->
                Optional.of(value).filter(JsonNode::isTextual).filter(Coercion::isSound);
            case INTEGER -> integer(value);
            case NUMBER -> number(value);
            case BOOLEAN -> bool(value);
            case ARRAY -> Optional.of(value).filter(JsonNode::isArray).filter(Coercion::isSound);
            case OBJECT -> Optional.of(value).filter(JsonNode::isObject).filter(Coercion::isSound);
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

    /** Always with a fraction, as 3DAIGC-API writes it: 1 becomes 1.0. */
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
     * Whether all that is in it can be written as JSON in UTF-8 and read by every worker. Nesting is bounded by the
     * parser.
     */
    private static boolean isSound(JsonNode value) {
        if (value.isTextual()) {
            return isText(value.textValue());
        }
        if (value.isNumber()) {
            return number(value).isPresent();
        }
        Iterable<String> names = value::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).allMatch(Coercion::isText)
                && StreamSupport.stream(value.spliterator(), false).allMatch(Coercion::isSound);
    }

    /** A lone surrogate is half a character, and has no form in UTF-8. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(character -> character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }
}
