package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule for a list and its items.
 *
 * @param items rule of each item
 * @param minItems minimum number of items
 * @param maxItems maximum number of items
 */
public record ListRule(Rule items, int minItems, int maxItems) implements Rule {

    @Override
    public ValidationResult check(JsonNode value) {
        if (!value.isArray()) {
            return new ValidationResult.Invalid("must be a list");
        }
        if (value.size() < minItems || value.size() > maxItems) {
            return new ValidationResult.Invalid(
                    "must have " + (minItems == maxItems ? "" : "at most ") + maxItems + " items");
        }
        ArrayNode valid = JsonNodeFactory.instance.arrayNode(value.size());
        List<ValidationResult.Violation> violations = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String step = "[" + i + "]";
            ValidationResult item = value.get(i).isNull()
                    ? new ValidationResult.Invalid("must not be null")
                    : items.check(value.get(i));
            if (item instanceof ValidationResult.Valid one) {
                valid.add(one.value());
            } else {
                ((ValidationResult.Invalid) item).violations().forEach(wrong -> violations.add(wrong.below(step)));
            }
        }
        return violations.isEmpty() ? new ValidationResult.Valid(valid) : new ValidationResult.Invalid(violations);
    }
}
