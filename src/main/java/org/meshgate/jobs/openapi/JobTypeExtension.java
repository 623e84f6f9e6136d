package org.meshgate.jobs.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.catalog.rule.ValueType;

/** What JSON Schema cannot say of a job type, for programs that make a form or a request of the description. */
final class JobTypeExtension {

    /** The member of the operation. */
    static final String NAME = "x-meshgate-job-type";

    private JobTypeExtension() {}

    /** @param models that support the feature of the job type */
    static Map<String, Object> of(JobType type, List<Model> models) {
        Map<String, Object> extension = new LinkedHashMap<>();
        extension.put("feature", type.feature());
        extension.put("models", models.stream().map(Model::id).toList());
        extension.put(
                "prompts",
                type.fields().values().stream()
                        .filter(JobTypeExtension::isPrompt)
                        .map(Field::name)
                        .toList());
        Map<String, Object> files = new LinkedHashMap<>();
        type.files().forEach((name, group) -> files.put(name, file(group)));
        extension.put("files", files);
        extension.put("one_of", type.oneOf());
        return extension;
    }

    private static boolean isPrompt(Field field) {
        return field.rule() instanceof ValueRule value && value.type() == ValueType.PROMPT;
    }

    private static Map<String, Object> file(FileGroup group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        group.fields().forEach((source, field) -> fields.put(source.name().toLowerCase(Locale.ROOT), field));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("kind", group.kind().name().toLowerCase(Locale.ROOT));
        file.put("required", group.required());
        file.put("fields", fields);
        return file;
    }
}
