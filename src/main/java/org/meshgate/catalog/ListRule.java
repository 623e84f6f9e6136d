package org.meshgate.catalog;

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
    public Checked check(JsonNode value) {
        if (!value.isArray()) {
            return new Checked.Wrong("must be a list");
        }
        if (value.size() < least || value.size() > most) {
            return new Checked.Wrong("must have " + (least == most ? "" : "at most ") + most + " items");
        }
        ArrayNode good = JsonNodeFactory.instance.arrayNode(value.size());
        List<Checked.Complaint> complaints = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String step = "[" + i + "]";
            Checked item = value.get(i).isNull() ? new Checked.Wrong("must not be null") : items.check(value.get(i));
            if (item instanceof Checked.Good one) {
                good.add(one.value());
            } else {
                ((Checked.Wrong) item).complaints().forEach(wrong -> complaints.add(wrong.below(step)));
            }
        }
        return complaints.isEmpty() ? new Checked.Good(good) : new Checked.Wrong(complaints);
    }
}
