package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * A list whose items keep a rule.
 *
 * @param items what each may be
 * @param least the fewest items
 * @param most the most items
 */
public record ListRule(Rule items, int least, int most) implements Rule {

    @Override
    public ValidationResult check(JsonNode value) {
        if (!value.isArray()) {
            return new ValidationResult.Wrong("must be a list");
        }
        if (value.size() < least || value.size() > most) {
            return new ValidationResult.Wrong("must have " + (least == most ? "" : "at most ") + most + " items");
        }
        ArrayNode good = JsonNodeFactory.instance.arrayNode(value.size());
        List<ValidationResult.Complaint> complaints = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String step = "[" + i + "]";
            ValidationResult item =
                    value.get(i).isNull() ? new ValidationResult.Wrong("must not be null") : items.check(value.get(i));
            if (item instanceof ValidationResult.Good one) {
                good.add(one.value());
            } else {
                ((ValidationResult.Wrong) item).complaints().forEach(wrong -> complaints.add(wrong.below(step)));
            }
        }
        return complaints.isEmpty() ? new ValidationResult.Good(good) : new ValidationResult.Wrong(complaints);
    }
}
