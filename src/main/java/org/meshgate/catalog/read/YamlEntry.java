package org.meshgate.catalog.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meshgate.catalog.model.CatalogException;
import org.meshgate.catalog.rule.Rule;
import org.meshgate.config.reader.YamlDocument;
import org.meshgate.config.reader.YamlException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file with its line, for error messages. Every accessor throws {@link CatalogException} if the value
 * has another type.
 *
 * @param file name of the file, for messages
 * @param name key of the value, for messages
 * @param node the parsed value
 */
record YamlEntry(String file, String name, Node node) {

    /** A number of JSON (RFC 8259 section 6). */
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    /** Parses a file. */
    static YamlEntry parse(String file, String text) {
        try {
            Node root = YamlDocument.parse(file, text).orElseThrow(() -> new CatalogException(file + " is empty"));
            return new YamlEntry(file, "the file", root);
        } catch (YamlException e) {
            throw new CatalogException(e.getMessage());
        }
    }

    CatalogException invalid(String reason) {
        return new CatalogException(file + " line " + YamlDocument.line(node) + ": " + name + " " + reason);
    }

    /** The members of a mapping, in the order of the file. */
    Map<String, YamlEntry> members() {
        if (!(node instanceof MappingNode mapping)) {
            throw invalid("must be a mapping");
        }
        Map<String, YamlEntry> members = new LinkedHashMap<>();
        mapping.getValue().forEach(pair -> {
            String key = new YamlEntry(file, "a key of " + name, pair.getKeyNode()).text();
            members.put(key, new YamlEntry(file, key, pair.getValueNode()));
        });
        return members;
    }

    /** Applies a reader to each member of a mapping, in the order of the file. */
    <V> Map<String, V> mapMembers(Function<YamlEntry, V> reader) {
        Map<String, V> read = new LinkedHashMap<>();
        members().forEach((name, member) -> read.put(name, reader.apply(member)));
        return read;
    }

    /** Rejects a mapping with other keys. */
    void requireOnly(Set<String> keys) {
        members().forEach((key, member) -> {
            if (!keys.contains(key)) {
                throw member.invalid("is not a key of " + name);
            }
        });
    }

    /** A required member of a mapping. */
    YamlEntry member(String key) {
        return optional(key).orElseThrow(() -> invalid("has no " + key));
    }

    /** An optional member of a mapping. */
    Optional<YamlEntry> optional(String key) {
        return Optional.ofNullable(members().get(key));
    }

    boolean isNull() {
        return YamlDocument.isNull(node);
    }

    List<YamlEntry> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw invalid("must be a list");
        }
        return sequence.getValue().stream()
                .map(item -> new YamlEntry(file, "an item of " + name, item))
                .toList();
    }

    String text() {
        if (node instanceof ScalarNode scalar
                && Tag.STR.equals(scalar.getTag())
                && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw invalid("must be text");
    }

    boolean flag() {
        JsonNode value = value();
        if (!value.isBoolean()) {
            throw invalid("must be true or false");
        }
        return value.booleanValue();
    }

    int positiveInt() {
        JsonNode value = value();
        if (!value.isInt() || value.intValue() <= 0) {
            throw invalid("must be a whole number above 0");
        }
        return value.intValue();
    }

    BigDecimal number() {
        if (node instanceof ScalarNode scalar && Set.of(Tag.INT, Tag.FLOAT).contains(scalar.getTag())) {
            return decimal(scalar, BigDecimal::new);
        }
        throw invalid("must be a number");
    }

    /** A text, number, boolean or null. */
    JsonNode value() {
        if (!(node instanceof ScalarNode scalar)) {
            throw invalid("must be a text, number, boolean or null");
        }
        Tag tag = scalar.getTag();
        if (Tag.INT.equals(tag)) {
            return decimal(scalar, text -> IntNode.valueOf(Integer.parseInt(text)));
        }
        if (Tag.FLOAT.equals(tag)) {
            return decimal(scalar, text -> DoubleNode.valueOf(new BigDecimal(text).doubleValue()));
        }
        if (Tag.BOOL.equals(tag)) {
            return bool(scalar.getValue());
        }
        return isNull() ? NullNode.getInstance() : TextNode.valueOf(scalar.getValue());
    }

    /** YAML 1.1 reads yes, no, on and off as booleans; here they are unquoted text. */
    private JsonNode bool(String text) {
        if (!Set.of("true", "false").contains(text)) {
            throw invalid("must be true, false, or a text in quotes");
        }
        return BooleanNode.valueOf("true".equals(text));
    }

    /** Rejects octal, sexagesimal and grouped numbers of YAML 1.1 ({@code 010}, {@code 1:30}, {@code 1_000}). */
    private <T> T decimal(ScalarNode scalar, Function<String, T> reader) {
        try {
            if (DECIMAL.matcher(scalar.getValue()).matches()) {
                return reader.apply(scalar.getValue());
            }
        } catch (NumberFormatException e) {
            // rejected below
        }
        throw invalid("must be a plain decimal number");
    }

    /** The value as JSON of any type. */
    JsonNode json() {
        if (node instanceof SequenceNode) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            items().forEach(item -> list.add(item.json()));
            return list;
        }
        if (node instanceof MappingNode) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members().forEach((key, member) -> object.set(key, member.json()));
            return object;
        }
        return value();
    }

    /** The value as JSON, coerced and validated by a rule. */
    JsonNode validated(Rule rule) {
        return rule.check(json())
                .orAddTo((path, violation) -> {
                    throw invalid(path + (path.isEmpty() ? "" : " ") + violation);
                })
                .orElseThrow();
    }

    List<String> texts() {
        return items().stream().map(YamlEntry::text).toList();
    }

    /** The enum constant whose name in lower case is the text. */
    <E extends Enum<E>> E enumValue(Class<E> type) {
        List<E> all = List.of(type.getEnumConstants());
        String text = text();
        return all.stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> invalid("must be one of "
                        + all.stream()
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
