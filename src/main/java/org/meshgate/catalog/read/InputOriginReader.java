package org.meshgate.catalog.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.InputOrigin;
import org.meshgate.catalog.rule.Field;

/** Reads the origins of the inputs and metadata of one job type, and rejects dangling ones. */
final class InputOriginReader {

    private static final List<String> KINDS = List.of("field", "const", "file", "param", "first_of", "which_of");
    private static final String FORMS =
            "must be one of {field: NAME}, {const: VALUE}, {file: GROUP}, {param: NAME}, {first_of: [...]}, {which_of: {...}}";
    private static final String NO_FIELD = "is not among the fields of the job type";

    private final Map<String, Field> fields;
    private final Map<String, FileGroup> files;

    InputOriginReader(Map<String, Field> fields, Map<String, FileGroup> files) {
        this.fields = fields;
        this.files = files;
    }

    InputOrigin metadata(YamlEntry entry) {
        InputOrigin inputOrigin = input(entry);
        if (inputOrigin instanceof InputOrigin.FromFile) {
            throw entry.broken("cannot be a file here");
        }
        return inputOrigin;
    }

    InputOrigin input(YamlEntry entry) {
        List<String> kinds =
                KINDS.stream().filter(kind -> entry.optional(kind).isPresent()).toList();
        if (kinds.size() != 1) {
            throw entry.broken(FORMS);
        }
        String kind = kinds.get(0);
        YamlEntry value = entry.member(kind);
        switch (kind) {
            case "field":
                return ofField(entry, value);
            case "param":
                entry.hasOnly(Set.of(kind, "default"));
                return new InputOrigin.FromParameter(
                        value.text(), entry.member("default").value());
            default:
                entry.hasOnly(Set.of(kind));
        }
        return switch (kind) {
            case "const" -> new InputOrigin.Constant(value.value());
            case "file" -> ofFile(value);
            case "first_of" ->
                new InputOrigin.FirstOf(value.items().stream().map(this::path).toList());
            default -> new InputOrigin.WhichOf(value.each(this::constant));
        };
    }

    private InputOrigin ofField(YamlEntry entry, YamlEntry name) {
        entry.hasOnly(Set.of("field", "lower", "or_empty", "optional", "shorten"));
        if (!fields.containsKey(name.text())) {
            throw name.broken(NO_FIELD);
        }
        return new InputOrigin.FromField(
                name.text(),
                flag(entry, "lower"),
                flag(entry, "or_empty"),
                flag(entry, "optional"),
                entry.optional("shorten")
                        .map(most -> OptionalInt.of(most.positive()))
                        .orElse(OptionalInt.empty()));
    }

    private InputOrigin ofFile(YamlEntry group) {
        if (!files.containsKey(group.text())) {
            throw group.broken("is not among the files of the job type");
        }
        return new InputOrigin.FromFile(group.text());
    }

    private JsonNode constant(YamlEntry entry) {
        if (!fields.containsKey(entry.name())) {
            throw entry.broken(NO_FIELD);
        }
        return entry.value();
    }

    private List<String> path(YamlEntry entry) {
        List<String> steps = List.of(entry.text().split("\\.", -1));
        Optional<Map<String, Field>> at = Optional.of(fields);
        for (String step : steps) {
            Optional<Field> field = at.map(members -> members.get(step));
            if (field.isEmpty()) {
                throw entry.broken("leads to nothing that the fields of the job type have");
            }
            at = RuleReader.members(field.get());
        }
        return steps;
    }

    private static boolean flag(YamlEntry entry, String key) {
        return entry.optional(key).map(YamlEntry::flag).orElse(false);
    }
}
