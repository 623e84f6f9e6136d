package org.meshgate.catalog.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.model.Parameter;
import org.meshgate.catalog.rule.ValueRule;

/** Reads the file of models, whose format docs/job-types.md describes, and rejects contradictions. */
public final class ModelsReader {

    private static final Set<String> KEYS = Set.of("vram_mb", "inputs", "outputs", "enabled", "parameters");

    /** What 3DAIGC-API says beside of a model. Its GPU scheduler reads that, Meshgate does not. */
    private static final Set<String> OF_THE_SCHEDULER = Set.of(
            "max_workers",
            "worker_load_timeout_sec",
            "adapter",
            "init_params",
            "reads_inputs",
            "reads_nested_model_parameters",
            "note");

    private static final Set<String> PARAMETER_KEYS = Set.of("type", "default", "minimum", "maximum", "enum");

    private ModelsReader() {}

    /** From feature to its models, both in the order of the file. */
    public static Map<String, List<Model>> read(String file, String yaml) {
        Map<String, Model> known = new LinkedHashMap<>();
        return YamlEntry.parse(file, yaml).each(entries -> entries.members().values().stream()
                .map(entry -> {
                    Model model = model(entries.name(), entry);
                    if (known.put(model.id(), model) != null) {
                        throw entry.broken("is also a model of another feature");
                    }
                    return model;
                })
                .toList());
    }

    private static Model model(String feature, YamlEntry entry) {
        entry.members().forEach((key, member) -> {
            if (!KEYS.contains(key) && !OF_THE_SCHEDULER.contains(key)) {
                throw member.broken("is not a key of " + entry.name());
            }
        });
        return new Model(
                entry.name(),
                feature,
                entry.member("vram_mb").positive(),
                entry.member("inputs").texts(),
                entry.member("outputs").texts(),
                entry.member("enabled").flag(),
                entry.member("parameters").each(ModelsReader::parameter));
    }

    private static Parameter parameter(YamlEntry entry) {
        entry.hasOnly(PARAMETER_KEYS);
        ValueRule rule = RuleReader.parameter(entry);
        return new Parameter(
                entry.name(),
                rule,
                entry.optional("default").map(value -> value.isNull() ? value.value() : value.valueUnder(rule)));
    }
}
