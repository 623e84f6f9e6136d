package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule for a single value. Strings are limited by their type, in Unicode code points, and have no control characters
 * except line breaks and tabs. Free-form JSON has at most 1,000 values with strings of at most 256 characters.
 *
 * @param minimum smallest number, inclusive unless {@code above}
 * @param above whether the minimum is exclusive
 * @param maximum largest number, inclusive
 * @param allowed the allowed values; empty when all are
 * @param caseInsensitive whether allowed strings match in any case; the worker gets the case of the catalog
 */
public record ValueRule(
        ValueType type,
        Optional<BigDecimal> minimum,
        boolean above,
        Optional<BigDecimal> maximum,
        List<JsonNode> allowed,
        boolean caseInsensitive)
        implements Rule {

    /** The pattern of a whole {@link ValueType#ID}. */
    public static final String ID_PATTERN = "[A-Za-z0-9_-]{1,64}";

    private static final int MAX_PROMPT_LENGTH = 4000;
    private static final int MAX_STRING_LENGTH = 256;
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_VALUES = 1000;
    private static final Pattern ID = Pattern.compile(ID_PATTERN);

    /** Makes a defensive copy of the list. */
    public ValueRule {
        allowed = List.copyOf(allowed);
    }

    /** A rule with inclusive bounds and case-sensitive strings. */
    public ValueRule(
            ValueType type, Optional<BigDecimal> minimum, Optional<BigDecimal> maximum, List<JsonNode> allowed) {
        this(type, minimum, false, maximum, allowed, false);
    }

    /** The maximum length of a string in Unicode code points; absent for other types. */
    public OptionalInt maxLength() {
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
            return new ValidationResult.Invalid(type.rule());
        }
        JsonNode valid = coerced.get();
        if (!allowed.isEmpty()) {
            return allowed.stream()
                    .filter(choice -> matches(choice, valid))
                    .findFirst()
                    .map(this::checkLimits)
                    .orElseGet(() -> new ValidationResult.Invalid("must be one of "
                            + allowed.stream().map(JsonNode::asText).collect(Collectors.joining(", "))));
        }
        return checkLimits(valid);
    }

    private ValidationResult checkLimits(JsonNode valid) {
        return violation(valid)
                .<ValidationResult>map(ValidationResult.Invalid::new)
                .orElseGet(() -> new ValidationResult.Valid(valid));
    }

    private boolean matches(JsonNode choice, JsonNode given) {
        return choice.equals(given)
                || caseInsensitive && given.isTextual() && choice.asText().equalsIgnoreCase(given.textValue());
    }

    private Optional<String> violation(JsonNode valid) {
        if (type.isText()) {
            return textViolation(valid.textValue());
        }
        if (type.isNumeric()) {
            return isWithin(valid.decimalValue()) ? Optional.empty() : Optional.of("must be " + range());
        }
        return valid.isContainerNode() && countValues(valid, MAX_VALUES) > MAX_VALUES
                ? Optional.of("must have at most " + MAX_VALUES + " values, with texts of at most " + MAX_STRING_LENGTH
                        + " characters")
                : Optional.empty();
    }

    private boolean isWithin(BigDecimal number) {
        return minimum.map(number::compareTo)
                        .filter(min -> above ? min <= 0 : min < 0)
                        .isEmpty()
                && maximum.filter(max -> number.compareTo(max) > 0).isEmpty();
    }

    private String range() {
        Optional<String> min = minimum.map(number -> (above ? "above " : "at least ") + number.toPlainString());
        if (minimum.isPresent() && maximum.isPresent()) {
            return above
                    ? min.get() + ", and at most " + maximum.get().toPlainString()
                    : "from " + minimum.get().toPlainString() + " to "
                            + maximum.get().toPlainString();
        }
        return min.or(() -> maximum.map(max -> "at most " + max.toPlainString()))
                .orElseThrow();
    }

    private Optional<String> textViolation(String text) {
        int maxLength = maxLength().orElseThrow();
        if (type == ValueType.ID) {
            return ID.matcher(text).matches()
                    ? Optional.empty()
                    : Optional.of("must be 1 to " + maxLength + " letters, digits, - and _");
        }
        if (text.codePointCount(0, text.length()) > maxLength) {
            return Optional.of("must be at most " + maxLength + " characters");
        }
        if (text.codePoints().anyMatch(ValueRule::isControl)) {
            return Optional.of("must not have control characters other than line breaks and tabs");
        }
        boolean slash = text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
        return type == ValueType.NAME && slash ? Optional.of("must not have slashes") : Optional.empty();
    }

    /** Counts values; returns more than the maximum when there are too many or a string is too long. */
    private static int countValues(JsonNode node, int max) {
        int count = 1;
        if (node.isTextual() && node.textValue().length() > MAX_STRING_LENGTH) {
            return max + 1;
        }
        for (var member : node.properties()) {
            if (member.getKey().length() > MAX_STRING_LENGTH) {
                return max + 1;
            }
        }
        for (JsonNode member : node) {
            count += countValues(member, max - count);
            if (count > max) {
                return count;
            }
        }
        return count;
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t';
    }
}
