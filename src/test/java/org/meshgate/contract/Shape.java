package org.meshgate.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A JSON document without its values: the path of each member, and of which types it is. The elements of a list are taken
 * together, under the path of the list and {@code []}.
 *
 * @param members by path, such as {@code tokens[].expires_at}
 */
record Shape(Map<String, Member> members) {

    private static final String OPTIONAL = "?";

    /** Where recorded lists and texts were cut. */
    private static final String CUT = "...";

    /**
     * A member.
     *
     * @param types object, array, string, number, boolean and null: all that were seen
     * @param optional whether some of several objects do not have it
     */
    record Member(Set<String> types, boolean optional) {

        String text() {
            return String.join("|", types) + (optional ? OPTIONAL : "");
        }

        static Member parse(String text) {
            boolean optional = text.endsWith(OPTIONAL);
            String types = optional ? text.substring(0, text.length() - 1) : text;
            return new Member(new TreeSet<>(Set.of(types.split("\\|"))), optional);
        }
    }

    static Shape of(JsonNode document) {
        Map<String, Set<String>> types = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Integer> owners = new TreeMap<>();
        collect("", document, types, counts, owners);
        return new Shape(types.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Member(entry.getValue(), isOptional(entry.getKey(), counts, owners)),
                        (one, other) -> one,
                        TreeMap::new)));
    }

    private static void collect(
            String path,
            JsonNode node,
            Map<String, Set<String>> types,
            Map<String, Integer> counts,
            Map<String, Integer> owners) {
        if (!path.isEmpty()) {
            types.computeIfAbsent(path, none -> new TreeSet<>()).add(type(node));
            counts.merge(path, 1, Integer::sum);
        }
        if (node.isObject()) {
            owners.merge(path, 1, Integer::sum);
            node.properties()
                    .forEach(member -> collect(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            member.getValue(),
                            types,
                            counts,
                            owners));
        }
        if (node.isArray()) {
            node.forEach(element -> {
                if (!element.asText().equals(CUT)) {
                    collect(path + "[]", element, types, counts, owners);
                }
            });
        }
    }

    private static boolean isOptional(String path, Map<String, Integer> counts, Map<String, Integer> owners) {
        return !path.endsWith("[]") && counts.get(path) < owners.getOrDefault(parent(path), 0);
    }

    /** The path of what holds this; empty for the document itself. */
    static String parent(String path) {
        if (path.endsWith("[]")) {
            return path.substring(0, path.length() - 2);
        }
        return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    }

    private static String type(JsonNode node) {
        JsonNodeType type = node.getNodeType();
        return type.name().toLowerCase(Locale.ROOT);
    }
}
