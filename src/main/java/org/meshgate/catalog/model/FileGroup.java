package org.meshgate.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.catalog.rule.Coercion;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.catalog.rule.ValueType;

/**
 * Alternative fields of a body for one file. A field that is null or blank counts as absent.
 *
 * @param name of the group
 * @param kind of the file
 * @param required whether exactly one field must be present, instead of at most one
 * @param fields names of the fields by source
 */
public record FileGroup(String name, FileKind kind, boolean required, Map<FileReference.Source, String> fields) {

    private static final int MAX_PATH_LENGTH = 1024;

    /** Makes a defensive copy of the map. */
    public FileGroup {
        fields = Collections.unmodifiableMap(new EnumMap<>(fields));
    }

    /** A file reference in a field of this group. */
    public record Given(FileReference.Source source, String field, String value) {

        public FileReference as(String inputKey, FileGroup group) {
            return new FileReference(inputKey, group.kind(), source, field, value, group.name());
        }
    }

    /** Reads the file reference of a body; absent when there is none or an error was added. */
    public Optional<Given> read(ObjectNode body, FieldErrors errors) {
        List<Given> given = new ArrayList<>();
        boolean invalid = false;
        for (Map.Entry<FileReference.Source, String> entry : fields.entrySet()) {
            String field = entry.getValue();
            JsonNode value = body.path(field);
            if (value.isNull() || value.isMissingNode()) {
                continue;
            }
            Optional<String> violation = violation(entry.getKey(), value);
            if (violation.isPresent()) {
                errors.add(field, violation.get());
                invalid = true;
            } else if (!Field.isBlank(value.textValue())) {
                given.add(new Given(entry.getKey(), field, value.textValue()));
            }
        }
        if (invalid) {
            return Optional.empty();
        }
        if (given.size() > 1 || given.isEmpty() && required) {
            addError(given, errors);
            return Optional.empty();
        }
        return given.stream().findFirst();
    }

    private void addError(List<Given> given, FieldErrors errors) {
        if (!given.isEmpty()) {
            errors.add(
                    given.get(1).field(),
                    "must not be given together with " + given.get(0).field());
            return;
        }
        List<String> names = List.copyOf(fields.values());
        String last = names.get(names.size() - 1);
        String others = String.join(" or ", names.subList(0, names.size() - 1));
        errors.add(last, others.isEmpty() ? "is required" : "is required, unless " + others + " is given");
    }

    private static Optional<String> violation(FileReference.Source source, JsonNode value) {
        if (!value.isTextual()) {
            return Optional.of(ValueType.STRING.rule());
        }
        String text = value.textValue();
        return switch (source) {
            case BASE64 -> Optional.empty(); // the decoder checks every character
            case PATH ->
                text.length() > MAX_PATH_LENGTH
                        ? Optional.of("must be at most " + MAX_PATH_LENGTH + " characters")
                        : Coercion.to(ValueType.STRING, value).isPresent()
                                ? Optional.empty()
                                : Optional.of(ValueType.STRING.rule());
            case ID ->
                Field.isBlank(text) || text.matches(ValueRule.ID_PATTERN)
                        ? Optional.empty()
                        : Optional.of("must be the file_id of an upload");
        };
    }
}
