package org.meshgate.jobs.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.ListRule;
import org.meshgate.catalog.rule.ObjectRule;
import org.meshgate.catalog.rule.Rule;
import org.meshgate.catalog.rule.ValueRule;

/**
 * A body with which a submission would be accepted, as short as it can be: a start for those who read the description.
 */
final class JobTypeExample {

    private static final String PROMPT = "a 3d cat model";
    private static final String FILE_ID = "3f0c2a52-6d0e-4b1a-9c57-2f6b1f0e8a11";
    private static final int SOME_ITEMS = 1;

    private JobTypeExample() {}

    static Map<String, Object> of(JobType type) {
        Map<String, Object> body = required(type.fields());
        type.oneOf().forEach(group -> {
            String first = group.get(0);
            body.put(first, value(type.fields().get(first).rule()));
        });
        type.files().values().stream().filter(FileGroup::required).forEach(group -> addFile(group, body));
        return body;
    }

    private static Map<String, Object> required(Map<String, Field> fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        fields.values().stream()
                .filter(Field::required)
                .forEach(field -> values.put(field.name(), value(field.rule())));
        return values;
    }

    private static void addFile(FileGroup group, Map<String, Object> body) {
        Map<FileReference.Source, String> fields = group.fields();
        if (fields.containsKey(FileReference.Source.ID)) {
            body.put(fields.get(FileReference.Source.ID), FILE_ID);
        } else if (fields.containsKey(FileReference.Source.BASE64)) {
            body.put(fields.get(FileReference.Source.BASE64), "data:image/png;base64,…");
        } else {
            body.put(fields.get(FileReference.Source.PATH), group.name());
        }
    }

    private static Object value(Rule rule) {
        if (rule instanceof ListRule list) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < Math.max(list.minItems(), SOME_ITEMS); i++) {
                items.add(value(list.items()));
            }
            return items;
        }
        if (rule instanceof ObjectRule object) {
            return required(object.members());
        }
        ValueRule value = (ValueRule) rule;
        if (!value.allowed().isEmpty()) {
            return JobTypeSchema.plain(value.allowed().get(0));
        }
        return switch (value.type()) {
            case PROMPT -> PROMPT;
            case STRING, ID, NAME -> "cat";
            case INTEGER, NUMBER -> number(value);
            case BOOLEAN -> true;
            case ARRAY -> List.of();
            case OBJECT -> Map.of();
        };
    }

    private static BigDecimal number(ValueRule rule) {
        return rule.minimum()
                .map(least -> rule.above() ? rule.maximum().orElse(least.add(BigDecimal.ONE)) : least)
                .or(rule::maximum)
                .orElse(BigDecimal.ZERO);
    }
}
