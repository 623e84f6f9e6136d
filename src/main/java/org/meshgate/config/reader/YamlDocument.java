package org.meshgate.config.reader;

import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the YAML files of Meshgate into nodes with line numbers and literal scalars. Duplicate keys are refused,
 * because YAML readers silently take the last one; so are merge keys and recursive aliases.
 */
public final class YamlDocument {

    private static final int MAX_DEPTH = 32;

    private final String file;

    private YamlDocument(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @return empty for an empty file
     * @throws YamlException when it is not YAML, with file and line
     */
    public static Optional<Node> parse(String file, String text) {
        try {
            Optional<Node> root = Optional.ofNullable(
                    new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text)));
            root.ifPresent(node -> new YamlDocument(file).check(node, "", 0));
            return root;
        } catch (MarkedYAMLException e) {
            throw new YamlException(
                    file + " line " + (e.getProblemMark().getLine() + 1) + " is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new YamlException(
                    file + " is not YAML: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /** Whether a value is {@code null}, {@code ~}, or missing. */
    public static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    /** The line where a value begins, the first of a file being 1. */
    public static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private void check(Node node, String name, int depth) {
        if (depth > MAX_DEPTH) {
            throw broken(node, "is nested too deep, or contains itself");
        }
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> check(item, name, depth + 1));
        } else if (node instanceof MappingNode mapping) {
            checkKeys(mapping.getValue(), name, depth);
        }
    }

    private void checkKeys(List<NodeTuple> members, String name, int depth) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple member : members) {
            if (!(member.getKeyNode() instanceof ScalarNode key) || isNull(key)) {
                throw broken(member.getKeyNode(), "has a key that is not a text");
            }
            if (Tag.MERGE.equals(key.getTag())) {
                throw broken(key, "has a merge key (<<), which is not supported");
            }
            String path = name.isEmpty() ? key.getValue() : name + "." + key.getValue();
            Integer first = lines.put(key.getValue(), line(key));
            if (first != null) {
                throw broken(key, "has the key " + path + " again, which is in line " + first + " already");
            }
            check(member.getValueNode(), path, depth + 1);
        }
    }

    private YamlException broken(Node node, String reason) {
        return new YamlException(file + " line " + line(node) + " " + reason);
    }
}
