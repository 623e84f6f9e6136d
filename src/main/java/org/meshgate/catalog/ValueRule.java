package org.meshgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a value may be.
 *
 * @param type its kind
 * @param minimum the smallest number, inclusive
 * @param maximum the largest number, inclusive
 * @param allowed the only values, of this type; empty when all are
 */
public record ValueRule(
        ValueType type, Optional<BigDecimal> minimum, Optional<BigDecimal> maximum, List<JsonNode> allowed) {

    /** The most characters (Unicode code points) of a prompt. */
    static final int LONGEST_PROMPT = 4000;

    /** Takes a copy of the list. */
    public ValueRule {
        allowed = List.copyOf(allowed);
    }

    /** Holds a value against this rule. A number in a text, or an integral fraction, is brought to its type first. */
    Checked check(JsonNode value) {
        Optional<JsonNode> coerced = Coercion.to(type, value);
        if (coerced.isEmpty()) {
            return new Checked.Wrong(type.rule());
        }
        JsonNode good = coerced.get();
        if (!allowed.isEmpty() && !allowed.contains(good)) {
            return new Checked.Wrong(
                    "must be one of " + allowed.stream().map(JsonNode::asText).collect(Collectors.joining(", ")));
        }
        if (good.isNumber() && !isWithin(good.decimalValue())) {
            return new Checked.Wrong("must be " + range());
        }
        return type == ValueType.PROMPT ? prompt(good) : new Checked.Good(good);
    }

    private boolean isWithin(BigDecimal number) {
        return minimum.filter(least -> number.compareTo(least) < 0).isEmpty()
                && maximum.filter(most -> number.compareTo(most) > 0).isEmpty();
    }

    private String range() {
        if (minimum.isPresent() && maximum.isPresent()) {
            return "from " + minimum.get().toPlainString() + " to "
                    + maximum.get().toPlainString();
        }
        return minimum.map(least -> "at least " + least.toPlainString())
                .or(() -> maximum.map(most -> "at most " + most.toPlainString()))
                .orElseThrow();
    }

    private static Checked prompt(JsonNode value) {
        String text = value.textValue();
        if (text.codePointCount(0, text.length()) > LONGEST_PROMPT) {
            return new Checked.Wrong("must be at most " + LONGEST_PROMPT + " characters");
        }
        if (text.codePoints().anyMatch(ValueRule::isControl)) {
            return new Checked.Wrong("must not have control characters other than line breaks and tabs");
        }
        return new Checked.Good(value);
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t';
    }
}
