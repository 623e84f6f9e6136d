package org.meshgate.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** The records of the OpenAPI document, and which members of them were seen in answers or sent in requests. */
final class ApiSchemas {

    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode document;
    private final Map<String, Set<String>> seen = new TreeMap<>();
    private final Set<String> missing = new TreeSet<>();

    ApiSchemas(JsonNode document) {
        this.document = document;
    }

    /** What an operation answers with 200, if that is JSON; else nothing. */
    JsonNode answer(String method, String path) {
        return operation(method, path).at("/responses/200/content/application~1json/schema");
    }

    /** What the body of an operation is, if that is JSON; else nothing. */
    JsonNode body(String method, String path) {
        return operation(method, path).at("/requestBody/content/application~1json/schema");
    }

    private JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    /** Remembers which records and members are in the body of a request, where some may be left out. */
    void sent(JsonNode schema, JsonNode value) {
        Set<String> before = Set.copyOf(missing);
        look(schema, value);
        missing.retainAll(before);
    }

    /** A record by its name. */
    JsonNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("$ref", REFERENCE + name);
    }

    /** Remembers which records and members are in a value, and which of the members are not there. */
    void look(JsonNode schema, JsonNode value) {
        String reference = schema.path("$ref").asText();
        if (reference.startsWith(REFERENCE)) {
            record(reference.substring(REFERENCE.length()), document.at(reference.substring(1)), value);
        } else {
            record("", schema, value);
        }
    }

    private void record(String name, JsonNode schema, JsonNode value) {
        if (value.isArray()) {
            value.forEach(item -> look(schema.path("items"), item));
        } else if (value.isObject()) {
            Set<String> members = seen.computeIfAbsent(name, first -> new TreeSet<>());
            schema.path("properties").properties().forEach(property -> {
                if (value.has(property.getKey())) {
                    members.add(property.getKey());
                    look(property.getValue(), value.get(property.getKey()));
                } else if (isRequired(schema, property.getKey())) {
                    missing.add(name + "." + property.getKey());
                }
            });
            if (schema.path("additionalProperties").isObject()) {
                value.forEach(member -> look(schema.get("additionalProperties"), member));
            }
            for (String several : Set.of("oneOf", "anyOf", "allOf")) {
                schema.path(several).forEach(one -> {
                    if (fits(one, value)) {
                        look(one, value);
                    }
                });
            }
        }
    }

    private static boolean isRequired(JsonNode schema, String member) {
        return StreamSupport.stream(schema.path("required").spliterator(), false)
                .anyMatch(name -> name.asText().equals(member));
    }

    /** Whether the first member of a record is there, by which alternatives differ. */
    private boolean fits(JsonNode schema, JsonNode value) {
        JsonNode record =
                schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
        return !record.path("properties").fieldNames().hasNext()
                ? value.isObject()
                : record.path("properties").properties().stream().allMatch(member -> value.has(member.getKey()));
    }

    /** Members that a record always has, and an object did not: {@code Record.member}. */
    Set<String> missing() {
        return missing;
    }

    /** Records that no object was of, and members that no object had: {@code Record} and {@code Record.member}. */
    Set<String> unseen() {
        Set<String> unseen = new TreeSet<>();
        document.at("/components/schemas").properties().forEach(schema -> {
            if (!seen.containsKey(schema.getKey()) && schema.getValue().has("properties")) {
                unseen.add(schema.getKey());
            } else {
                schema.getValue().path("properties").fieldNames().forEachRemaining(member -> {
                    if (!seen.get(schema.getKey()).contains(member)) {
                        unseen.add(schema.getKey() + "." + member);
                    }
                });
            }
        });
        return unseen;
    }
}
