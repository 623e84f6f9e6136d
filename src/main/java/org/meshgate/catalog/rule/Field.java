package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;

/**
 * A field that the body of a submission may have, or an object in it.
 *
 * @param name its key
 * @param rule what it may be
 * @param required whether it must be there, and when it is a prompt, say something
 * @param nullable whether it may be null
 * @param optional whether it is left out of what the worker gets where it is not given
 * @param defaultValue what holds without it; without a default that is null
 */
public record Field(
        String name, Rule rule, boolean required, boolean nullable, boolean optional, Optional<JsonNode> defaultValue) {

    /** @param given what the body has under the name; a missing node when it has nothing */
    public ValidationResult check(JsonNode given) {
        if (given.isMissingNode() && optional) {
            return new ValidationResult.Good(MissingNode.getInstance());
        }
        if (given.isMissingNode() && !required) {
            return new ValidationResult.Good(defaultValue.orElse(NullNode.getInstance()));
        }
        if (given.isNull() && nullable) {
            return new ValidationResult.Good(given);
        }
        if (given.isMissingNode() || given.isNull()) {
            return new ValidationResult.Wrong(required ? "is required" : "must not be null");
        }
        if (required && isPrompt() && given.isTextual() && isBlank(given.textValue())) {
            return new ValidationResult.Wrong("must not be blank");
        }
        return rule.check(given);
    }

    private boolean isPrompt() {
        return rule instanceof ValueRule value && value.type() == ValueType.PROMPT;
    }

    /** Unlike {@code String.isBlank}, knows the spaces that do not break a line. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(character -> Character.isWhitespace(character) || Character.isSpaceChar(character));
    }
}
