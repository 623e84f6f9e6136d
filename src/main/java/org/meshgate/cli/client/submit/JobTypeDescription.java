package org.meshgate.cli.client.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A job type as the API description tells it.
 *
 * @param path below {@code /api/v1/}
 * @param properties the schema of each field of the body
 * @param required fields that must be given
 * @param prompts fields that take a text of several lines
 * @param files groups of which each takes a file
 */
record JobTypeDescription(
        String path,
        Map<String, JsonNode> properties,
        Set<String> required,
        List<String> prompts,
        List<FileSlot> files) {

    private static final String API = "/api/v1/";
    private static final String EXTENSION = "x-meshgate-job-type";

    /**
     * A file that a job type takes.
     *
     * @param name of the group
     * @param kind image or mesh
     * @param idField takes the id of an upload; empty where the server takes no uploads for it
     * @param fields all ways to give it
     */
    record FileSlot(String name, String kind, boolean required, Optional<String> idField, List<String> fields) {}

    /** All job types of a server. */
    static List<JobTypeDescription> all(JsonNode description) {
        List<JobTypeDescription> types = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            JsonNode operation = path.getValue().path("post");
            if (path.getKey().startsWith(API) && operation.path(EXTENSION).isObject()) {
                types.add(of(path.getKey().substring(API.length()), operation));
            }
        }
        return types;
    }

    private static JobTypeDescription of(String path, JsonNode operation) {
        JsonNode schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(member -> properties.put(member.getKey(), member.getValue()));
        Set<String> required = new LinkedHashSet<>(texts(schema.path("required")));
        JsonNode extension = operation.path(EXTENSION);
        List<FileSlot> files = new ArrayList<>();
        extension.path("files").properties().forEach(group -> files.add(file(group.getKey(), group.getValue())));
        return new JobTypeDescription(path, properties, required, texts(extension.path("prompts")), files);
    }

    private static FileSlot file(String name, JsonNode group) {
        List<String> fields = new ArrayList<>();
        group.path("fields").forEach(field -> fields.add(field.asText()));
        return new FileSlot(
                name,
                group.path("kind").asText(),
                group.path("required").asBoolean(),
                Optional.of(group.path("fields").path("id").asText("")).filter(field -> !field.isEmpty()),
                fields);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The last part of the path, which is what {@code --type} takes. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The field of the prompt of the command line: the only one, or the only one that is required. */
    Optional<String> promptField() {
        List<String> needed = prompts.stream().filter(required::contains).toList();
        return Stream.of(needed, prompts)
                .filter(fields -> fields.size() == 1)
                .map(fields -> fields.get(0))
                .findFirst();
    }

    /** The fields that {@code --set} takes: all but those of files. */
    List<String> settable() {
        return properties.keySet().stream()
                .filter(field -> files.stream().noneMatch(slot -> slot.fields().contains(field)))
                .toList();
    }
}
