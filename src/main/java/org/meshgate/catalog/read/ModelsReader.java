package org.meshgate.catalog.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.model.Parameter;
import org.meshgate.catalog.rule.ValueRule;

/** Reads {@code models.yaml}, whose format docs/job-types.md describes, and rejects inconsistent entries. */
public final class ModelsReader {

    private static final Set<String> KEYS = Set.of("vram_mb", "inputs", "outputs", "enabled", "parameters");

    /** Keys that only the GPU scheduler of 3DAIGC-API reads; Meshgate ignores them. */
    private static final Set<String> SCHEDULER_KEYS = Set.of(
            "max_workers",
            "worker_load_timeout_sec",
            "adapter",
            "init_params",
            "reads_inputs",
            "reads_nested_model_parameters",
            "note");

    private static final Set<String> PARAMETER_KEYS = Set.of("type", "default", "minimum", "maximum", "enum");

    private ModelsReader() {}

    /** Reads the models by feature, in the order of the file. */
    public static Map<String, List<Model>> read(String file, String yaml) {
        Map<String, Model> known = new LinkedHashMap<>();
        return YamlEntry.parse(file, yaml).mapMembers(entries -> entries.members().values().stream()
                .map(entry -> {
                    Model model = model(entries.name(), entry);
                    if (known.put(model.id(), model) != null) {
                        throw entry.invalid("is also a model of another feature");
                    }
                    return model;
                })
                .toList());
    }

    private static Model model(String feature, YamlEntry entry) {
        entry.members().forEach((key, member) -> {
            if (!KEYS.contains(key) && !SCHEDULER_KEYS.contains(key)) {
                throw member.invalid("is not a key of " + entry.name());
            }
        });
        return new Model(
                entry.name(),
                feature,
                entry.member("vram_mb").positiveInt(),
                entry.member("inputs").texts(),
                entry.member("outputs").texts(),
                entry.member("enabled").flag(),
                entry.member("parameters").mapMembers(ModelsReader::parameter));
    }

    private static Parameter parameter(YamlEntry entry) {
        entry.requireOnly(PARAMETER_KEYS);
        ValueRule rule = RuleReader.parameter(entry);
        return new Parameter(
                entry.name(),
                rule,
                entry.optional("default").map(value -> value.isNull() ? value.value() : value.validated(rule)));
    }
}
