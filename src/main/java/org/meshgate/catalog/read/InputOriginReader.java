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

/** Reads the origins of inputs and metadata of one job type, and rejects references to unknown fields and files. */
final class InputOriginReader {

    private static final List<String> KINDS = List.of("field", "const", "file", "param", "first_of", "which_of");
    private static final String FORMS =
            "must be one of {field: NAME}, {const: VALUE}, {file: GROUP}, {param: NAME}, {first_of: [...]}, {which_of: {...}}";
    private static final String UNKNOWN_FIELD = "is not among the fields of the job type";

    private final Map<String, Field> fields;
    private final Map<String, FileGroup> files;

    InputOriginReader(Map<String, Field> fields, Map<String, FileGroup> files) {
        this.fields = fields;
        this.files = files;
    }

    InputOrigin metadata(YamlEntry entry) {
        InputOrigin inputOrigin = input(entry);
        if (inputOrigin instanceof InputOrigin.FromFile) {
            throw entry.invalid("cannot be a file here");
        }
        return inputOrigin;
    }

    InputOrigin input(YamlEntry entry) {
        List<String> kinds =
                KINDS.stream().filter(kind -> entry.optional(kind).isPresent()).toList();
        if (kinds.size() != 1) {
            throw entry.invalid(FORMS);
        }
        String kind = kinds.get(0);
        YamlEntry value = entry.member(kind);
        switch (kind) {
            case "field":
                return fieldOrigin(entry, value);
            case "param":
                entry.requireOnly(Set.of(kind, "default"));
                return new InputOrigin.FromParameter(
                        value.text(), entry.member("default").value());
            default:
                entry.requireOnly(Set.of(kind));
        }
        return switch (kind) {
            case "const" -> new InputOrigin.Constant(value.value());
            case "file" -> fileOrigin(value);
            case "first_of" ->
                new InputOrigin.FirstOf(value.items().stream().map(this::path).toList());
            default -> new InputOrigin.WhichOf(value.mapMembers(this::constant));
        };
    }

    private InputOrigin fieldOrigin(YamlEntry entry, YamlEntry name) {
        entry.requireOnly(Set.of("field", "lower", "or_empty", "optional", "shorten"));
        if (!fields.containsKey(name.text())) {
            throw name.invalid(UNKNOWN_FIELD);
        }
        return new InputOrigin.FromField(
                name.text(),
                flag(entry, "lower"),
                flag(entry, "or_empty"),
                flag(entry, "optional"),
                entry.optional("shorten")
                        .map(length -> OptionalInt.of(length.positiveInt()))
                        .orElse(OptionalInt.empty()));
    }

    private InputOrigin fileOrigin(YamlEntry group) {
        if (!files.containsKey(group.text())) {
            throw group.invalid("is not among the files of the job type");
        }
        return new InputOrigin.FromFile(group.text());
    }

    private JsonNode constant(YamlEntry entry) {
        if (!fields.containsKey(entry.name())) {
            throw entry.invalid(UNKNOWN_FIELD);
        }
        return entry.value();
    }

    private List<String> path(YamlEntry entry) {
        List<String> steps = List.of(entry.text().split("\\.", -1));
        Optional<Map<String, Field>> current = Optional.of(fields);
        for (String step : steps) {
            Optional<Field> field = current.map(members -> members.get(step));
            if (field.isEmpty()) {
                throw entry.invalid("leads to nothing that the fields of the job type have");
            }
            current = RuleReader.members(field.get());
        }
        return steps;
    }

    private static boolean flag(YamlEntry entry, String key) {
        return entry.optional(key).map(YamlEntry::flag).orElse(false);
    }
}
