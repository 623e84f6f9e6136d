package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An object with members that are known. Others are ignored, like unknown fields of a body, and never passed on.
 *
 * @param members by name, in the order in which the worker gets them
 */
public record ObjectRule(Map<String, Field> members) implements Rule {

    /** Takes a copy. */
    public ObjectRule {
        members = InsertionOrder.copy(members);
    }

    @Override
    public ValidationResult check(JsonNode value) {
        if (!value.isObject()) {
            return new ValidationResult.Wrong("must be a JSON object");
        }
        ObjectNode good = JsonNodeFactory.instance.objectNode();
        List<ValidationResult.Complaint> complaints = new ArrayList<>();
        members.forEach((name, member) -> {
            ValidationResult validationResult = member.check(value.path(name));
            if (validationResult instanceof ValidationResult.Wrong wrong) {
                wrong.complaints().forEach(one -> complaints.add(one.below("." + name)));
            } else if (!((ValidationResult.Good) validationResult).value().isMissingNode()) {
                good.set(name, ((ValidationResult.Good) validationResult).value());
            }
        });
        return complaints.isEmpty() ? new ValidationResult.Good(good) : new ValidationResult.Wrong(complaints);
    }
}
