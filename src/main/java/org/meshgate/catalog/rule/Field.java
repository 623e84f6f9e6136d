package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;

/**
 * A field of the body of a submission, or of an object in it.
 *
 * @param name its key
 * @param rule of the value
 * @param required whether it must be present, and not blank when it is a prompt
 * @param nullable whether null is allowed
 * @param optional whether an absent field is left out of the worker's input
 * @param defaultValue used when it is absent; null without a default
 */
public record Field(
        String name, Rule rule, boolean required, boolean nullable, boolean optional, Optional<JsonNode> defaultValue) {

    /** @param given the value in the body; a missing node when it is absent */
    public ValidationResult check(JsonNode given) {
        if (given.isMissingNode() && optional) {
            return new ValidationResult.Valid(MissingNode.getInstance());
        }
        if (given.isMissingNode() && !required) {
            return new ValidationResult.Valid(defaultValue.orElse(NullNode.getInstance()));
        }
        if (given.isNull() && nullable) {
            return new ValidationResult.Valid(given);
        }
        if (given.isMissingNode() || given.isNull()) {
            return new ValidationResult.Invalid(required ? "is required" : "must not be null");
        }
        if (required && isPrompt() && given.isTextual() && isBlank(given.textValue())) {
            return new ValidationResult.Invalid("must not be blank");
        }
        return rule.check(given);
    }

    private boolean isPrompt() {
        return rule instanceof ValueRule value && value.type() == ValueType.PROMPT;
    }

    /** Unlike {@code String.isBlank}, also treats non-breaking spaces as blank. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(character -> Character.isWhitespace(character) || Character.isSpaceChar(character));
    }
}
