package org.meshgate.catalog;

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
        members = Ordered.copy(members);
    }

    @Override
    public Checked check(JsonNode value) {
        if (!value.isObject()) {
            return new Checked.Wrong("must be a JSON object");
        }
        ObjectNode good = JsonNodeFactory.instance.objectNode();
        List<Checked.Complaint> complaints = new ArrayList<>();
        members.forEach((name, member) -> {
            Checked checked = member.check(value.path(name));
            if (checked instanceof Checked.Wrong wrong) {
                wrong.complaints().forEach(one -> complaints.add(one.below("." + name)));
            } else if (!((Checked.Good) checked).value().isMissingNode()) {
                good.set(name, ((Checked.Good) checked).value());
            }
        });
        return complaints.isEmpty() ? new Checked.Good(good) : new Checked.Wrong(complaints);
    }
}
