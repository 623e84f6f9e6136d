package org.meshgate.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the service says of itself, as far as requests go. */
final class ApiDocument {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private final JsonNode document;

    ApiDocument(JsonNode document) {
        this.document = document;
    }

    /** Something to fill in; {@code in} is path, query or header. */
    record Parameter(String name, String in, JsonNode schema) {}

    /**
     * A body.
     *
     * @param example missing where there is none
     */
    record Body(String mediaType, JsonNode schema, JsonNode example) {}

    /** One method of one path. */
    record Operation(String method, String path, boolean open, List<Parameter> parameters, Optional<Body> body) {

        String name() {
            return method + " " + path;
        }

        boolean administers() {
            return path.startsWith("/api/v1/users/admin/");
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            if (path.getKey().startsWith("/test-only/")) { // of other tests
                continue;
            }
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    all.add(operation(path.getKey(), path.getValue(), member.getKey(), member.getValue()));
                }
            }
        }
        return all;
    }

    private Operation operation(String path, JsonNode item, String method, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode owner : List.of(item, operation)) {
            owner.path("parameters")
                    .forEach(one -> parameters.add(new Parameter(
                            one.path("name").asText(), one.path("in").asText(), resolved(one.path("schema")))));
        }
        boolean open = operation.has("security") && operation.get("security").isEmpty();
        return new Operation(method.toUpperCase(Locale.ROOT), path, open, List.copyOf(parameters), body(operation));
    }

    private Optional<Body> body(JsonNode operation) {
        Iterator<Map.Entry<String, JsonNode>> contents =
                operation.at("/requestBody/content").properties().iterator();
        if (!contents.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, JsonNode> content = contents.next();
        JsonNode example = content.getValue().path("example");
        return Optional.of(new Body(
                content.getKey(),
                resolved(content.getValue().path("schema")),
                example.isMissingNode() ? MissingNode.getInstance() : example));
    }

    /** The schema that a reference stands for. */
    JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }
}
