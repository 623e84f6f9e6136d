package org.meshgate.cli.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meshgate.cli.support.CommandFailure;
import org.meshgate.cli.support.FailureReason;
import org.meshgate.config.reader.YamlDocument;
import org.meshgate.config.reader.YamlException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * How the inputs of a job are named by a model server.
 *
 * @param rename input to member; an empty name leaves the input out
 * @param constants members that every request has
 */
public record FieldMap(Map<String, String> rename, ObjectNode constants) {

    private static final String RENAME = "rename";
    private static final String CONSTANTS = "constants";
    private static final String OMIT = "omit";
    private static final Set<String> SECTIONS = Set.of(RENAME, CONSTANTS, OMIT);
    private static final int MAX_BYTES = 1024 * 1024;

    public FieldMap {
        rename = Map.copyOf(rename);
    }

    /** Every input keeps its name. */
    public static FieldMap identity(ObjectMapper json) {
        return new FieldMap(Map.of(), json.createObjectNode());
    }

    /**
     * Reads a YAML file with the mappings {@code rename} and {@code constants} and the list {@code omit}.
     *
     * @throws CommandFailure when it cannot be read or is none, with file and line
     */
    public static FieldMap read(Path file, ObjectMapper json) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure("--http-map " + file + " is larger than " + MAX_BYTES + " bytes.");
            }
            return parse(file.toString(), Files.readString(file), json);
        } catch (IOException e) {
            throw new CommandFailure("--http-map " + file + " cannot be read (" + FailureReason.of(e) + ").");
        } catch (YamlException e) {
            throw new CommandFailure("--http-map " + e.getMessage() + ".");
        }
    }

    static FieldMap parse(String file, String text, ObjectMapper json) {
        Reader reader = new Reader(file, json);
        Optional<Node> root = YamlDocument.parse(file, text);
        if (root.isEmpty()) {
            return identity(json);
        }
        Map<String, Node> sections = reader.mapping(root.get());
        sections.forEach((name, node) -> {
            if (!SECTIONS.contains(name)) {
                throw reader.broken(node, "has " + name + ", but only rename, constants and omit are known");
            }
        });
        Map<String, String> rename = new LinkedHashMap<>();
        if (sections.containsKey(RENAME)) {
            reader.mapping(sections.get(RENAME)).forEach((name, node) -> rename.put(name, reader.text(node)));
        }
        if (sections.containsKey(OMIT)) {
            reader.list(sections.get(OMIT)).forEach(name -> rename.put(name, ""));
        }
        ObjectNode constants = json.createObjectNode();
        if (sections.containsKey(CONSTANTS)) {
            reader.mapping(sections.get(CONSTANTS)).forEach((name, node) -> constants.set(name, reader.value(node)));
        }
        return new FieldMap(rename, constants);
    }

    /** The member for an input, or empty when it is left out. */
    Optional<String> member(String input) {
        return Optional.of(rename.getOrDefault(input, input)).filter(name -> !name.isEmpty());
    }

    /** Turns nodes into values, with the line in every message. */
    private record Reader(String file, ObjectMapper json) {

        Map<String, Node> mapping(Node node) {
            if (!(node instanceof MappingNode mapping)) {
                throw broken(node, "must have names with values here");
            }
            Map<String, Node> members = new LinkedHashMap<>();
            for (NodeTuple member : mapping.getValue()) {
                members.put(((ScalarNode) member.getKeyNode()).getValue(), member.getValueNode());
            }
            return members;
        }

        Set<String> list(Node node) {
            if (!(node instanceof SequenceNode sequence)) {
                throw broken(node, "must have a list here");
            }
            Set<String> names = new HashSet<>();
            sequence.getValue().forEach(item -> names.add(text(item)));
            return names;
        }

        String text(Node node) {
            if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
                return scalar.getValue();
            }
            throw broken(node, "must have a name here");
        }

        JsonNode value(Node node) {
            if (node instanceof MappingNode) {
                ObjectNode object = json.createObjectNode();
                mapping(node).forEach((name, member) -> object.set(name, value(member)));
                return object;
            }
            if (node instanceof SequenceNode sequence) {
                ArrayNode array = json.createArrayNode();
                sequence.getValue().forEach(item -> array.add(value(item)));
                return array;
            }
            return scalar((ScalarNode) node);
        }

        private JsonNode scalar(ScalarNode node) {
            String value = node.getValue();
            Tag tag = node.getTag();
            try {
                if (tag.equals(Tag.NULL)) {
                    return json.nullNode();
                }
                if (tag.equals(Tag.BOOL)) {
                    return json.getNodeFactory().booleanNode(value.matches("(?i)true|yes|on"));
                }
                if (tag.equals(Tag.INT)) {
                    return json.getNodeFactory().numberNode(new BigInteger(value));
                }
                if (tag.equals(Tag.FLOAT)) {
                    return json.getNodeFactory().numberNode(new BigDecimal(value));
                }
                return json.getNodeFactory().textNode(value);
            } catch (NumberFormatException e) {
                throw broken(node, "has a number that JSON does not have: " + value);
            }
        }

        CommandFailure broken(Node node, String reason) {
            return new CommandFailure("--http-map " + file + " line " + YamlDocument.line(node) + " " + reason + ".");
        }
    }
}
