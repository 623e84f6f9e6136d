package org.meshgate.jobs.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Removes paths of the server from job records, because results, inputs and error messages of workers contain paths
 * that help attackers only.
 */
public final class RecordPathRedactor {

    /** Names of members that hold paths, or the part of such a name after the last underscore. */
    private static final Set<String> PATH_NAMES =
            Set.of("path", "paths", "dir", "directory", "file", "files", "folder");

    // possessive quantifiers: backtracking would use stack for each character of a long text
    private static final Pattern WHOLE_PATH =
            Pattern.compile("(?:~|\\.{1,2})?(?:/[^/\\s]++){2,}+/?|[A-Za-z]:\\\\\\S+|(?:outputs|uploads)/\\S+");

    private static final Pattern EMBEDDED_PATH =
            Pattern.compile("(?<![\\w:/.])(?:~|\\.\\.?)?(?:/[\\w.@+%-]++){2,}+/?|[A-Za-z]:\\\\[^\\s'\"]+"
                    + "|(?<![\\w/])(?:outputs|uploads|models|pretrained)/[^\\s'\",)]+");

    private static final String REDACTED = "[path]";
    private static final Pattern DATA_URL = Pattern.compile("data:[\\w.+-]*+/[\\w.+-]*+(?:;[\\w=.+-]*+)*+,");

    private RecordPathRedactor() {}

    /** Whether a member of this name holds paths. */
    public static boolean isPathName(String name) {
        return PATH_NAMES.contains(name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT));
    }

    /** A copy without the members that hold paths and without the paths in its strings. */
    public static JsonNode redact(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> {
                if (!isPathName(member.getKey())
                        && !WHOLE_PATH.matcher(member.getKey()).matches()) {
                    copy.set(member.getKey(), redact(member.getValue()));
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(redact(element)));
            return copy;
        }
        return node.isTextual() ? redact(node, node.asText()) : node;
    }

    private static JsonNode redact(JsonNode node, String text) {
        if (DATA_URL.matcher(text).lookingAt()) { // base64 has slashes
            return node;
        }
        String shown = WHOLE_PATH.matcher(text).matches() ? REDACTED : redact(text);
        return shown.equals(text) ? node : TextNode.valueOf(shown);
    }

    /** A copy of a client's inputs without the members that hold paths; other strings stay unchanged. */
    public static ObjectNode withoutPathMembers(JsonNode inputs) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        inputs.properties().forEach(member -> {
            if (!isPathName(member.getKey())) {
                copy.set(member.getKey(), member.getValue());
            }
        });
        return copy;
    }

    /** Replaces the paths in a text. */
    public static String redact(String sentence) {
        return EMBEDDED_PATH.matcher(sentence).replaceAll(REDACTED);
    }
}
