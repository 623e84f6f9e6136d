package org.meshgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;

/**
 * A field that the body of a submission may have.
 *
 * @param name its key in the body
 * @param rule what it may be
 * @param required whether it must be there, and when it is a prompt, say something
 * @param nullable whether it may be null
 * @param defaultValue what holds without it; without a default that is null
 */
public record Field(String name, ValueRule rule, boolean required, boolean nullable, Optional<JsonNode> defaultValue) {

    /** @param given what the body has under the name; a missing node when it has nothing */
    Checked check(JsonNode given) {
        if (given.isMissingNode() && !required) {
            return new Checked.Good(defaultValue.orElse(NullNode.getInstance()));
        }
        if (given.isNull() && nullable) {
            return new Checked.Good(given);
        }
        if (given.isMissingNode() || given.isNull()) {
            return new Checked.Wrong(required ? "is required" : "must not be null");
        }
        if (required && rule.type() == ValueType.PROMPT && given.isTextual() && isBlank(given.textValue())) {
            return new Checked.Wrong("must not be blank");
        }
        return rule.check(given);
    }

    /** Unlike {@code String.isBlank}, knows the spaces that do not break a line. */
    private static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(character -> Character.isWhitespace(character) || Character.isSpaceChar(character));
    }
}
