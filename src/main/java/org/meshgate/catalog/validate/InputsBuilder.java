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

/** Builds the worker's inputs of one submission from validated values, by the origins in the job type. */
final class InputsBuilder {

    private final JobType type;
    private final Map<String, JsonNode> values;
    private final Map<String, FileGroup.Given> given;
    private final Map<String, JsonNode> parameters;
    private final ObjectNode inputs;
    private final ObjectNode metadata;
    private final List<FileReference> files = new ArrayList<>();

    /**
     * @param values of all fields of the type
     * @param given files, by group
     * @param parameters of the model that were given and are right
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
        this.inputs = filled(type.inputs());
        this.metadata = filled(type.metadata());
        if (type.parameters() == JobType.Parameters.SPREAD) {
            parameters.forEach(inputs::putIfAbsent);
        }
        if (type.objectName()) {
            name();
        }
        type.inputs().forEach((key, inputOrigin) -> {
            if (inputOrigin instanceof InputOrigin.FromFile file && given.containsKey(file.group())) {
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

    private void name() {
        String name = values.get(JobType.OBJECT_NAME).asText("").strip();
        if (!name.isEmpty()) {
            inputs.put(JobType.OBJECT_NAME, name);
            metadata.put(JobType.OBJECT_NAME, name);
        }
    }

    private ObjectNode filled(Map<String, InputOrigin> origins) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        origins.forEach((key, inputOrigin) -> {
            JsonNode value = value(inputOrigin);
            if (!value.isMissingNode()) {
                filled.set(key, value);
            }
        });
        return filled;
    }

    private JsonNode value(InputOrigin inputOrigin) {
        if (inputOrigin instanceof InputOrigin.FromField field) {
            return ofField(field);
        }
        if (inputOrigin instanceof InputOrigin.Constant constant) {
            return constant.value();
        }
        if (inputOrigin instanceof InputOrigin.FromParameter parameter) {
            return parameters.getOrDefault(parameter.name(), parameter.otherwise());
        }
        if (inputOrigin instanceof InputOrigin.FirstOf first) {
            return first.paths().stream()
                    .map(this::at)
                    .filter(InputsBuilder::isThere)
                    .findFirst()
                    .orElse(NullNode.getInstance());
        }
        if (inputOrigin instanceof InputOrigin.WhichOf which) {
            return which.constants().entrySet().stream()
                    .filter(one -> isThere(values.get(one.getKey())))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(NullNode.getInstance());
        }
        return NullNode.getInstance(); // of a file: its path takes this place later
    }

    private JsonNode ofField(InputOrigin.FromField inputOrigin) {
        JsonNode value = values.get(inputOrigin.name());
        if (!isThere(value)) {
            JsonNode nothing = inputOrigin.optional() ? MissingNode.getInstance() : value;
            return inputOrigin.orEmpty() ? JsonNodeFactory.instance.objectNode() : nothing;
        }
        if (!value.isTextual()) {
            return value;
        }
        String text = value.textValue();
        if (text.isEmpty() && inputOrigin.optional()) {
            return MissingNode.getInstance();
        }
        if (inputOrigin.lower()) {
            text = text.toLowerCase(Locale.ROOT);
        }
        int most = inputOrigin.shortened().orElse(Integer.MAX_VALUE);
        if (text.codePointCount(0, text.length()) > most) {
            text = text.substring(0, text.offsetByCodePoints(0, most));
        }
        return TextNode.valueOf(text);
    }

    private JsonNode at(List<String> path) {
        JsonNode node = values.get(path.get(0));
        for (String step : path.subList(1, path.size())) {
            node = node.path(step);
        }
        return node;
    }

    private static boolean isThere(JsonNode value) {
        return !value.isNull() && !value.isMissingNode();
    }
}
