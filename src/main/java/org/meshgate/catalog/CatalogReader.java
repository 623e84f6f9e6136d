package org.meshgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Makes records of the two files, whose form is told in docs/job-types.md, and finds what contradicts itself. */
final class CatalogReader {

    private static final Set<String> MODEL_KEYS = Set.of("vram_mb", "inputs", "outputs", "enabled", "parameters");
    private static final Set<String> PARAMETER_KEYS = Set.of("type", "default", "minimum", "maximum", "enum");
    private static final Set<String> JOB_TYPE_KEYS =
            Set.of("path", "feature", "message", "fields", "inputs", "metadata");
    private static final Set<String> FIELD_KEYS =
            Set.of("type", "required", "nullable", "default", "min", "max", "allowed");
    private static final Set<String> OF_EVERY_JOB_TYPE = Set.of(JobType.MODEL_PREFERENCE, JobType.MODEL_PARAMETERS);

    private CatalogReader() {}

    /** From feature to its models, both in the order of the file. */
    static Map<String, List<Model>> models(String file, String yaml) {
        Map<String, Model> known = new LinkedHashMap<>();
        return each(YamlEntry.parse(file, yaml).members(), (feature, entries) -> entries.members().values().stream()
                .map(entry -> {
                    Model model = model(feature, entry);
                    if (known.put(model.id(), model) != null) {
                        throw entry.broken("is also a model of another feature");
                    }
                    return model;
                })
                .toList());
    }

    private static Model model(String feature, YamlEntry entry) {
        entry.hasOnly(MODEL_KEYS);
        return new Model(
                entry.name(),
                feature,
                entry.member("vram_mb").positive(),
                texts(entry.member("inputs")),
                texts(entry.member("outputs")),
                entry.member("enabled").flag(),
                each(entry.member("parameters").members(), CatalogReader::parameter));
    }

    private static Parameter parameter(String name, YamlEntry entry) {
        entry.hasOnly(PARAMETER_KEYS);
        ValueRule rule = rule(entry, "minimum", "maximum", "enum");
        return new Parameter(
                name,
                rule,
                entry.optional("default").map(value -> value.isNull() ? value.value() : value.valueUnder(rule)));
    }

    /** From path to job type, in the order of the file. */
    static Map<String, JobType> jobTypes(String file, String yaml, Set<String> features) {
        Map<String, JobType> types = new LinkedHashMap<>();
        for (YamlEntry entry : YamlEntry.parse(file, yaml).items()) {
            JobType type = jobType(entry, features);
            if (types.put(type.path(), type) != null) {
                throw entry.member("path").broken("is that of another job type");
            }
        }
        return types;
    }

    private static JobType jobType(YamlEntry entry, Set<String> features) {
        entry.hasOnly(JOB_TYPE_KEYS);
        YamlEntry path = entry.member("path");
        if (!path.text().startsWith("/api/v1/")) {
            throw path.broken("must begin with /api/v1/");
        }
        YamlEntry feature = entry.member("feature");
        if (!features.contains(feature.text())) {
            throw feature.broken("is not a feature with models");
        }
        Map<String, Field> fields = each(entry.member("fields").members(), CatalogReader::field);
        return new JobType(
                path.text(),
                feature.text(),
                entry.member("message").text(),
                fields,
                each(entry.member("inputs").members(), (key, origin) -> origin(origin, fields)),
                each(entry.member("metadata").members(), (key, origin) -> origin(origin, fields)));
    }

    private static Field field(String name, YamlEntry entry) {
        entry.hasOnly(FIELD_KEYS);
        if (OF_EVERY_JOB_TYPE.contains(name)) {
            throw entry.broken("is a field of every job type");
        }
        ValueRule rule = rule(entry, "min", "max", "allowed");
        Field field = new Field(
                name,
                rule,
                entry.optional("required").map(YamlEntry::flag).orElse(false),
                entry.optional("nullable").map(YamlEntry::flag).orElse(false),
                entry.optional("default").map(value -> value.valueUnder(rule)));
        if (!field.required() && !field.nullable() && field.defaultValue().isEmpty()) {
            throw entry.broken("needs a default, or must be required or nullable");
        }
        return field;
    }

    private static Origin origin(YamlEntry entry, Map<String, Field> fields) {
        entry.hasOnly(Set.of("field", "const"));
        Optional<JsonNode> constant = entry.optional("const").map(YamlEntry::value);
        Optional<YamlEntry> field = entry.optional("field");
        if (constant.isPresent() == field.isPresent()) {
            throw entry.broken("must be {field: NAME} or {const: VALUE}");
        }
        if (constant.isPresent()) {
            return new Origin.Constant(constant.get());
        }
        String name = field.get().text();
        if (!fields.containsKey(name)) {
            throw field.get().broken("is not among the fields of the job type");
        }
        return new Origin.FromField(name);
    }

    private static ValueRule rule(YamlEntry entry, String minimum, String maximum, String allowed) {
        YamlEntry typeName = entry.member("type");
        ValueType type = ValueType.named(typeName.text())
                .orElseThrow(() -> typeName.broken("must be one of " + ValueType.names()));
        for (String bound : List.of(minimum, maximum)) {
            entry.optional(bound).filter(given -> !type.isNumeric()).ifPresent(given -> {
                throw given.broken("is for numbers");
            });
        }
        ValueRule anything = new ValueRule(type, Optional.empty(), Optional.empty(), List.of());
        return new ValueRule(
                type,
                entry.optional(minimum).map(YamlEntry::number),
                entry.optional(maximum).map(YamlEntry::number),
                entry.optional(allowed).map(YamlEntry::items).orElse(List.of()).stream()
                        .map(item -> item.valueUnder(anything))
                        .toList());
    }

    private static List<String> texts(YamlEntry entry) {
        return entry.items().stream().map(YamlEntry::text).toList();
    }

    private static <V> Map<String, V> each(Map<String, YamlEntry> members, BiFunction<String, YamlEntry, V> reader) {
        Map<String, V> read = new LinkedHashMap<>();
        members.forEach((name, member) -> read.put(name, reader.apply(name, member)));
        return read;
    }
}
