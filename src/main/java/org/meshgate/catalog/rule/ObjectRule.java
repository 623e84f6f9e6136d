package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A rule for an object with known members. Unknown members are ignored, like unknown fields of a body, and never passed
 * on.
 *
 * @param members by name, in the order of the worker's input
 */
public record ObjectRule(Map<String, Field> members) implements Rule {

    /** Makes a defensive copy of the map. */
    public ObjectRule {
        members = InsertionOrder.copy(members);
    }

    @Override
    public ValidationResult check(JsonNode value) {
        if (!value.isObject()) {
            return new ValidationResult.Invalid("must be a JSON object");
        }
        ObjectNode valid = JsonNodeFactory.instance.objectNode();
        List<ValidationResult.Violation> violations = new ArrayList<>();
        members.forEach((name, member) -> {
            ValidationResult result = member.check(value.path(name));
            if (result instanceof ValidationResult.Invalid wrong) {
                wrong.violations().forEach(violation -> violations.add(violation.below("." + name)));
            } else if (!((ValidationResult.Valid) result).value().isMissingNode()) {
                valid.set(name, ((ValidationResult.Valid) result).value());
            }
        });
        return violations.isEmpty() ? new ValidationResult.Valid(valid) : new ValidationResult.Invalid(violations);
    }
}
