package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a single value may be. Texts have the limit of their type, in Unicode code points, and no control characters but
 * line breaks and tabs. JSON whose members nobody knows has at most 1,000 values with texts of at most 256.
 *
 * @param type its kind
 * @param minimum the smallest number
 * @param above whether the number must be larger than {@code minimum}, instead of at least that
 * @param maximum the largest number, inclusive
 * @param allowed the only values, of this type; empty when all are
 * @param anyCase whether an allowed text may be written in another case; the worker gets it as it stands here
 */
public record ValueRule(
        ValueType type,
        Optional<BigDecimal> minimum,
        boolean above,
        Optional<BigDecimal> maximum,
        List<JsonNode> allowed,
        boolean anyCase)
        implements Rule {

    /** What an {@link ValueType#ID} must match in full. */
    public static final String ID_PATTERN = "[A-Za-z0-9_-]{1,64}";

    private static final int MAX_PROMPT_LENGTH = 4000;
    private static final int MAX_STRING_LENGTH = 256;
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_VALUES = 1000;
    private static final Pattern ID = Pattern.compile(ID_PATTERN);

    /** Takes a copy of the list. */
    public ValueRule {
        allowed = List.copyOf(allowed);
    }

    /** Inclusive bounds, and texts in exactly their case. */
    public ValueRule(
            ValueType type, Optional<BigDecimal> minimum, Optional<BigDecimal> maximum, List<JsonNode> allowed) {
        this(type, minimum, false, maximum, allowed, false);
    }

    /** The most characters (Unicode code points) of a text; nothing for other types. */
    public OptionalInt longest() {
        return switch (type) {
            case PROMPT -> OptionalInt.of(MAX_PROMPT_LENGTH);
            case STRING -> OptionalInt.of(MAX_STRING_LENGTH);
            case ID, NAME -> OptionalInt.of(MAX_NAME_LENGTH);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public ValidationResult check(JsonNode value) {
        Optional<JsonNode> coerced = Coercion.to(type, value);
        if (coerced.isEmpty()) {
            return new ValidationResult.Wrong(type.rule());
        }
        JsonNode good = coerced.get();
        if (!allowed.isEmpty()) {
            return allowed.stream()
                    .filter(one -> isSame(one, good))
                    .findFirst()
                    .map(this::within)
                    .orElseGet(() -> new ValidationResult.Wrong("must be one of "
                            + allowed.stream().map(JsonNode::asText).collect(Collectors.joining(", "))));
        }
        return within(good);
    }

    private ValidationResult within(JsonNode good) {
        return complaint(good)
                .<ValidationResult>map(ValidationResult.Wrong::new)
                .orElseGet(() -> new ValidationResult.Good(good));
    }

    private boolean isSame(JsonNode one, JsonNode given) {
        return one.equals(given) || anyCase && given.isTextual() && one.asText().equalsIgnoreCase(given.textValue());
    }

    private Optional<String> complaint(JsonNode good) {
        if (type.isText()) {
            return textComplaint(good.textValue());
        }
        if (type.isNumeric()) {
            return isWithin(good.decimalValue()) ? Optional.empty() : Optional.of("must be " + range());
        }
        return good.isContainerNode() && values(good, MAX_VALUES) > MAX_VALUES
                ? Optional.of("must have at most " + MAX_VALUES + " values, with texts of at most " + MAX_STRING_LENGTH
                        + " characters")
                : Optional.empty();
    }

    private boolean isWithin(BigDecimal number) {
        return minimum.map(number::compareTo)
                        .filter(least -> above ? least <= 0 : least < 0)
                        .isEmpty()
                && maximum.filter(most -> number.compareTo(most) > 0).isEmpty();
    }

    private String range() {
        Optional<String> least = minimum.map(number -> (above ? "above " : "at least ") + number.toPlainString());
        if (minimum.isPresent() && maximum.isPresent()) {
            return above
                    ? least.get() + ", and at most " + maximum.get().toPlainString()
                    : "from " + minimum.get().toPlainString() + " to "
                            + maximum.get().toPlainString();
        }
        return least.or(() -> maximum.map(most -> "at most " + most.toPlainString()))
                .orElseThrow();
    }

    private Optional<String> textComplaint(String text) {
        int longest = longest().orElseThrow();
        if (type == ValueType.ID) {
            return ID.matcher(text).matches()
                    ? Optional.empty()
                    : Optional.of("must be 1 to " + longest + " letters, digits, - and _");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of("must be at most " + longest + " characters");
        }
        if (text.codePoints().anyMatch(ValueRule::isControl)) {
            return Optional.of("must not have control characters other than line breaks and tabs");
        }
        boolean slash = text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
        return type == ValueType.NAME && slash ? Optional.of("must not have slashes") : Optional.empty();
    }

    /** How many values there are, or more than the most when that, or a text, is too much. */
    private static int values(JsonNode node, int most) {
        int count = 1;
        if (node.isTextual() && node.textValue().length() > MAX_STRING_LENGTH) {
            return most + 1;
        }
        for (var member : node.properties()) {
            if (member.getKey().length() > MAX_STRING_LENGTH) {
                return most + 1;
            }
        }
        for (JsonNode member : node) {
            count += values(member, most - count);
            if (count > most) {
                return count;
            }
        }
        return count;
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t';
    }
}
