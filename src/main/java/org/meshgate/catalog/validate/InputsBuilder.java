package org.meshgate.catalog.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meshgate.catalog.model.FileGroup;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.model.InputOrigin;
import org.meshgate.catalog.model.JobType;

/** Builds inputs and metadata of a job from validated values, by the origins in its type. */
final class InputsBuilder {

    private final JobType type;
    private final Map<String, JsonNode> values;
    private final Map<String, FileGroup.Given> given;
    private final Map<String, JsonNode> parameters;
    private final ObjectNode inputs;
    private final ObjectNode metadata;
    private final List<FileReference> files = new ArrayList<>();

    /**
     * @param values validated values by field
     * @param given file references by group
     * @param parameters validated model parameters by name
     */
    InputsBuilder(
            JobType type,
            Map<String, JsonNode> values,
            Map<String, FileGroup.Given> given,
            Map<String, JsonNode> parameters) {
        this.type = type;
        this.values = values;
        this.given = given;
        this.parameters = parameters;
        this.inputs = build(type.inputs());
        this.metadata = build(type.metadata());
        if (type.parameters() == JobType.Parameters.SPREAD) {
            parameters.forEach(inputs::putIfAbsent);
        }
        if (type.objectName()) {
            addObjectName();
        }
        type.inputs().forEach((key, origin) -> {
            if (origin instanceof InputOrigin.FromFile file && given.containsKey(file.group())) {
                files.add(given.get(file.group()).as(key, type.files().get(file.group())));
            }
        });
    }

    ObjectNode inputs() {
        return inputs;
    }

    ObjectNode metadata() {
        return metadata;
    }

    List<FileReference> files() {
        return files;
    }

    private void addObjectName() {
        String name = values.get(JobType.OBJECT_NAME).asText("").strip();
        if (!name.isEmpty()) {
            inputs.put(JobType.OBJECT_NAME, name);
            metadata.put(JobType.OBJECT_NAME, name);
        }
    }

    private ObjectNode build(Map<String, InputOrigin> origins) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        origins.forEach((key, origin) -> {
            JsonNode value = value(origin);
            if (!value.isMissingNode()) {
                object.set(key, value);
            }
        });
        return object;
    }

    private JsonNode value(InputOrigin origin) {
        if (origin instanceof InputOrigin.FromField field) {
            return fromField(field);
        }
        if (origin instanceof InputOrigin.Constant constant) {
            return constant.value();
        }
        if (origin instanceof InputOrigin.FromParameter parameter) {
            return parameters.getOrDefault(parameter.name(), parameter.otherwise());
        }
        if (origin instanceof InputOrigin.FirstOf first) {
            return first.paths().stream()
                    .map(this::resolve)
                    .filter(InputsBuilder::isPresent)
                    .findFirst()
                    .orElse(NullNode.getInstance());
        }
        if (origin instanceof InputOrigin.WhichOf which) {
            return which.constants().entrySet().stream()
                    .filter(choice -> isPresent(values.get(choice.getKey())))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(NullNode.getInstance());
        }
        return NullNode.getInstance(); // a file, replaced by its path later
    }

    private JsonNode fromField(InputOrigin.FromField origin) {
        JsonNode value = values.get(origin.name());
        if (!isPresent(value)) {
            JsonNode absent = origin.optional() ? MissingNode.getInstance() : value;
            return origin.orEmpty() ? JsonNodeFactory.instance.objectNode() : absent;
        }
        if (!value.isTextual()) {
            return value;
        }
        String text = value.textValue();
        if (text.isEmpty() && origin.optional()) {
            return MissingNode.getInstance();
        }
        if (origin.lower()) {
            text = text.toLowerCase(Locale.ROOT);
        }
        int maxLength = origin.shortened().orElse(Integer.MAX_VALUE);
        if (text.codePointCount(0, text.length()) > maxLength) {
            text = text.substring(0, text.offsetByCodePoints(0, maxLength));
        }
        return TextNode.valueOf(text);
    }

    private JsonNode resolve(List<String> path) {
        JsonNode node = values.get(path.get(0));
        for (String step : path.subList(1, path.size())) {
            node = node.path(step);
        }
        return node;
    }

    private static boolean isPresent(JsonNode value) {
        return !value.isNull() && !value.isMissingNode();
    }
}
