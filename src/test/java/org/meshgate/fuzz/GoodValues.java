package org.meshgate.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.meshgate.fuzz.FuzzWorld.Fuzzer;

/** Values as the schemas ask for them; where those cannot say what a name means, this knows. */
final class GoodValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Files come from the example alone: of several ways to name one, a job takes exactly one. */
    private static final Set<String> ONE_OF_SEVERAL =
            Set.of("mask_bbox", "mask_ellipsoid", "model_parameters", "model_preference");

    private final ApiDocument document;
    private final Dice dice;
    private final Fuzzer fuzzer;

    GoodValues(ApiDocument document, Dice dice, Fuzzer fuzzer) {
        this.document = document;
        this.dice = dice;
        this.fuzzer = fuzzer;
    }

    /** An object for a body: what is required, what the example has, and some of the rest. */
    ObjectNode object(JsonNode schema, JsonNode example) {
        ObjectNode made = NODES.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            boolean required = StreamSupport.stream(schema.path("required").spliterator(), false)
                    .anyMatch(one -> one.asText().equals(name));
            boolean fits = example.isMissingNode() || !isOneOfSeveral(name);
            if (required || example.has(name) || fits && dice.chance(isOfAccounts(name) ? 95 : 40)) {
                made.set(
                        name,
                        example.has(name) && isOneOfSeveral(name)
                                ? known(name, example.get(name))
                                : value(name, property.getValue()));
            }
        }
        return made;
    }

    private static boolean isOneOfSeveral(String name) {
        return ONE_OF_SEVERAL.contains(name)
                || name.endsWith("_file_id")
                || name.endsWith("_path")
                || name.endsWith("_base64");
    }

    private static boolean isOfAccounts(String name) {
        return name.equals("username") || name.equals("email") || name.contains("password");
    }

    private JsonNode known(String name, JsonNode example) {
        if (!name.endsWith("_file_id")) {
            return example;
        }
        return NODES.textNode(
                name.startsWith("mesh")
                        ? fuzzer.sender().mesh()
                        : fuzzer.sender().image());
    }

    private JsonNode value(String name, JsonNode given) {
        JsonNode schema = document.resolved(given);
        switch (name) {
            case "username" -> {
                return NODES.textNode(fuzzer.loginName(dice));
            }
            case "email" -> {
                return NODES.textNode("new-" + dice.word(12) + "@example.com");
            }
            case "password", "old_password" -> {
                return NODES.textNode(fuzzer.password());
            }
            case "new_password", "invite_code" -> {
                return NODES.textNode(Leaks.CANARY + dice.word(10));
            }
            case "token_name" -> {
                return NODES.textNode("token " + dice.word(5));
            }
            default -> {
                return bySchema(name, schema);
            }
        }
    }

    private JsonNode bySchema(String name, JsonNode schema) {
        if (schema.has("default") && dice.chance(30)) {
            return schema.get("default");
        }
        if (schema.has("anyOf")) { // something, or null
            return bySchema(name, document.resolved(schema.get("anyOf").get(0)));
        }
        if (schema.has("items")) {
            return array(name, schema);
        }
        if (schema.has("enum")) {
            return schema.get("enum")
                    .get((int) dice.number(0, schema.get("enum").size() - 1));
        }
        return switch (type(schema)) {
            case "integer" -> NODES.numberNode(number(schema));
            case "number" -> NODES.numberNode(number(schema) * 1.0);
            case "boolean" -> NODES.booleanNode(dice.chance(50));
            case "object" -> object(schema, NODES.missingNode());
            default -> NODES.textNode(text(schema));
        };
    }

    private long number(JsonNode schema) {
        long least = schema.has("exclusiveMinimum") ? 1 : schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(least + 1000);
        return dice.of(least, most, dice.number(least, most));
    }

    private String text(JsonNode schema) {
        int longest = schema.path("maxLength").asInt(30);
        return dice.word(dice.chance(5) ? longest : (int) dice.number(1, Math.min(longest, 30)));
    }

    private ArrayNode array(String name, JsonNode schema) {
        ArrayNode all = NODES.arrayNode();
        if (name.equals("scopes")) {
            return all.add("account").add("jobs:read");
        }
        int least = schema.path("minItems").asInt(0);
        long size = dice.number(least, Math.min(schema.path("maxItems").asInt(least + 2), least + 3));
        for (int i = 0; i < size; i++) {
            all.add(bySchema(name, document.resolved(schema.get("items"))));
        }
        return all;
    }

    /** The type, or of several the first. */
    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText();
    }

    /** A piece of a query, not yet encoded. */
    String query(String name, JsonNode schema) {
        return switch (name) {
            case "start_date", "end_date", "from", "to" ->
                dice.of("2026-01-31T09:30:00Z", "2026-01-31", "2026-11-23T00:00:00+02:00");
            case "feature" -> "text_to_textured_mesh";
            case "action" -> "login";
            case "user" -> fuzzer.account().userId();
            case "cursor" -> "";
            default -> {
                JsonNode value = value(name, schema);
                yield value.asText();
            }
        };
    }
}
