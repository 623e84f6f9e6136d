package org.meshgate.catalog.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meshgate.catalog.rule.Field;
import org.meshgate.catalog.rule.ListRule;
import org.meshgate.catalog.rule.ObjectRule;
import org.meshgate.catalog.rule.Rule;
import org.meshgate.catalog.rule.ValueRule;
import org.meshgate.catalog.rule.ValueType;

/** Reads fields and validation rules from catalog entries. */
final class RuleReader {

    private static final Set<String> FIELD_KEYS = Set.of("type", "required", "nullable", "optional", "default");
    private static final Set<String> VALUE_KEYS = Set.of("min", "above", "max", "allowed", "case_insensitive");
    private static final Set<String> LIST_KEYS = Set.of("items", "length", "max_items");
    private static final Set<String> OBJECT_KEYS = Set.of("members");
    private static final Set<String> RULE_KEYS = union(VALUE_KEYS, union(LIST_KEYS, OBJECT_KEYS));

    private static final String LIST = "list";
    private static final String MEMBERS = "members";

    /** Maximum nesting of lists and objects; it also ends a recursive YAML alias. */
    private static final int MAX_DEPTH = 8;

    private RuleReader() {}

    /** Reads a field; its name is the key of the entry. */
    static Field field(YamlEntry entry) {
        return field(entry, 1);
    }

    private static Field field(YamlEntry entry, int depth) {
        entry.requireOnly(union(FIELD_KEYS, RULE_KEYS));
        Rule rule = rule(entry, FIELD_KEYS, depth);
        Field field = new Field(
                entry.name(),
                rule,
                flag(entry, "required"),
                flag(entry, "nullable"),
                flag(entry, "optional"),
                entry.optional("default").map(value -> value.validated(rule)));
        boolean presenceDeclared = field.required()
                || field.nullable()
                || field.optional()
                || field.defaultValue().isPresent();
        if (!presenceDeclared) {
            throw entry.invalid("needs a default, or must be required, nullable or optional");
        }
        if (field.optional() && (field.required() || field.defaultValue().isPresent())) {
            throw entry.invalid("cannot be optional and required, or have a default");
        }
        return field;
    }

    private static Rule rule(YamlEntry entry, Set<String> otherKeys, int depth) {
        if (depth > MAX_DEPTH) {
            throw entry.invalid("is nested too deep");
        }
        YamlEntry type = entry.member("type");
        if (type.text().equals(LIST)) {
            entry.requireOnly(union(otherKeys, LIST_KEYS));
            return list(entry, depth);
        }
        if (type.text().equals(ValueType.OBJECT.fileName())
                && entry.optional(MEMBERS).isPresent()) {
            entry.requireOnly(union(otherKeys, OBJECT_KEYS));
            return new ObjectRule(entry.member(MEMBERS).mapMembers(member -> field(member, depth + 1)));
        }
        entry.requireOnly(union(otherKeys, VALUE_KEYS));
        return value(entry, Set.of("min", "above"), "max", "allowed");
    }

    private static ListRule list(YamlEntry entry, int depth) {
        Optional<YamlEntry> length = entry.optional("length");
        Optional<YamlEntry> maxItems = entry.optional("max_items");
        if (length.isPresent() == maxItems.isPresent()) {
            throw entry.invalid("needs a length or max_items");
        }
        YamlEntry items = entry.member("items");
        items.requireOnly(union(Set.of("type"), RULE_KEYS));
        Rule rule = rule(items, Set.of("type"), depth + 1);
        return length.map(YamlEntry::positiveInt)
                .map(size -> new ListRule(rule, size, size))
                .orElseGet(() -> new ListRule(rule, 0, maxItems.orElseThrow().positiveInt()));
    }

    /** Reads the rule of a model parameter, which uses the keywords of JSON Schema. */
    static ValueRule parameter(YamlEntry entry) {
        return value(entry, Set.of("minimum"), "maximum", "enum");
    }

    private static ValueRule value(YamlEntry entry, Set<String> minimums, String maximum, String allowed) {
        YamlEntry typeName = entry.member("type");
        ValueType type = ValueType.named(typeName.text())
                .orElseThrow(() -> typeName.invalid(
                        "must be one of " + ValueType.names() + (minimums.size() > 1 ? ", " + LIST : "")));
        Stream.concat(minimums.stream(), Stream.of(maximum)).forEach(bound -> entry.optional(bound)
                .filter(given -> !type.isNumeric())
                .ifPresent(given -> {
                    throw given.invalid("is for numbers");
                }));
        List<YamlEntry> lower = minimums.stream()
                .flatMap(bound -> entry.optional(bound).stream())
                .toList();
        if (lower.size() > 1) {
            throw entry.invalid("cannot have both min and above");
        }
        boolean caseInsensitive = flag(entry, "case_insensitive");
        if (caseInsensitive && (!type.isText() || entry.optional(allowed).isEmpty())) {
            throw entry.invalid("can be case_insensitive only with a list of allowed texts");
        }
        ValueRule typeOnly = new ValueRule(type, Optional.empty(), Optional.empty(), List.of());
        return new ValueRule(
                type,
                lower.stream().findFirst().map(YamlEntry::number),
                lower.stream().anyMatch(bound -> bound.name().equals("above")),
                entry.optional(maximum).map(YamlEntry::number),
                entry.optional(allowed).map(YamlEntry::items).orElse(List.of()).stream()
                        .map(item -> item.validated(typeOnly))
                        .toList(),
                caseInsensitive);
    }

    private static boolean flag(YamlEntry entry, String key) {
        return entry.optional(key).map(YamlEntry::flag).orElse(false);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The members of an object field; absent for other fields and for an object without declared members. */
    static Optional<Map<String, Field>> members(Field field) {
        return field.rule() instanceof ObjectRule object ? Optional.of(object.members()) : Optional.empty();
    }
}
