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
 * Keeps the server's folders to itself: results, inputs and errors of workers are full of paths, which tell an attacker
 * where to aim and a user nothing.
 */
public final class RecordPathRedactor {

    /** What the name of a member that holds paths is, or ends with behind an underscore. */
    private static final Set<String> NAMES = Set.of("path", "paths", "dir", "directory", "file", "files", "folder");

    // the loops are possessive: one that can turn back takes stack for every step of a long text
    private static final Pattern WHOLE =
            Pattern.compile("(?:~|\\.{1,2})?(?:/[^/\\s]++){2,}+/?|[A-Za-z]:\\\\\\S+|(?:outputs|uploads)/\\S+");

    private static final Pattern INSIDE =
            Pattern.compile("(?<![\\w:/.])(?:~|\\.\\.?)?(?:/[\\w.@+%-]++){2,}+/?|[A-Za-z]:\\\\[^\\s'\"]+"
                    + "|(?<![\\w/])(?:outputs|uploads|models|pretrained)/[^\\s'\",)]+");

    private static final String HIDDEN = "[path]";
    private static final Pattern EMBEDDED_FILE = Pattern.compile("data:[\\w.+-]*+/[\\w.+-]*+(?:;[\\w=.+-]*+)*+,");

    private RecordPathRedactor() {}

    /** Whether a member of this name holds paths. */
    public static boolean isNameOfPath(String name) {
        return NAMES.contains(name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT));
    }

    /** A copy without members that hold paths, and without the paths in its texts. */
    public static JsonNode hiddenIn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> {
                if (!isNameOfPath(member.getKey())
                        && !WHOLE.matcher(member.getKey()).matches()) {
                    copy.set(member.getKey(), hiddenIn(member.getValue()));
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(hiddenIn(element)));
            return copy;
        }
        return node.isTextual() ? hiddenIn(node, node.asText()) : node;
    }

    private static JsonNode hiddenIn(JsonNode node, String text) {
        if (EMBEDDED_FILE.matcher(text).lookingAt()) { // base64 has slashes
            return node;
        }
        String shown = WHOLE.matcher(text).matches() ? HIDDEN : hiddenIn(text);
        return shown.equals(text) ? node : TextNode.valueOf(shown);
    }

    /** What a client sent, without the members that hold paths; its own texts stay as they are. */
    public static ObjectNode namesHiddenIn(JsonNode inputs) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        inputs.properties().forEach(member -> {
            if (!isNameOfPath(member.getKey())) {
                copy.set(member.getKey(), member.getValue());
            }
        });
        return copy;
    }

    /** A sentence without the paths in it. */
    public static String hiddenIn(String sentence) {
        return INSIDE.matcher(sentence).replaceAll(HIDDEN);
    }
}
