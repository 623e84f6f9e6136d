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

/** Reads rules and fields from entries of the catalog files. */
final class RuleReader {

    private static final Set<String> OF_FIELD = Set.of("type", "required", "nullable", "optional", "default");
    private static final Set<String> OF_VALUE = Set.of("min", "above", "max", "allowed", "case_insensitive");
    private static final Set<String> OF_LIST = Set.of("items", "length", "max_items");
    private static final Set<String> OF_OBJECT = Set.of("members");
    private static final Set<String> OF_RULE = union(OF_VALUE, union(OF_LIST, OF_OBJECT));

    private static final String LIST = "list";
    private static final String MEMBERS = "members";

    /** Nothing that a client sends is deeper; also ends an alias that leads in a circle. */
    private static final int MAX_DEPTH = 8;

    private RuleReader() {}

    /** A field by its name. */
    static Field field(YamlEntry entry) {
        return field(entry, 1);
    }

    private static Field field(YamlEntry entry, int depth) {
        entry.hasOnly(union(OF_FIELD, OF_RULE));
        Rule rule = rule(entry, OF_FIELD, depth);
        Field field = new Field(
                entry.name(),
                rule,
                flag(entry, "required"),
                flag(entry, "nullable"),
                flag(entry, "optional"),
                entry.optional("default").map(value -> value.valueUnder(rule)));
        boolean told = field.required()
                || field.nullable()
                || field.optional()
                || field.defaultValue().isPresent();
        if (!told) {
            throw entry.broken("needs a default, or must be required, nullable or optional");
        }
        if (field.optional() && (field.required() || field.defaultValue().isPresent())) {
            throw entry.broken("cannot be optional and required, or have a default");
        }
        return field;
    }

    private static Rule rule(YamlEntry entry, Set<String> besides, int depth) {
        if (depth > MAX_DEPTH) {
            throw entry.broken("is nested too deep");
        }
        YamlEntry type = entry.member("type");
        if (type.text().equals(LIST)) {
            entry.hasOnly(union(besides, OF_LIST));
            return list(entry, depth);
        }
        if (type.text().equals(ValueType.OBJECT.fileName())
                && entry.optional(MEMBERS).isPresent()) {
            entry.hasOnly(union(besides, OF_OBJECT));
            return new ObjectRule(entry.member(MEMBERS).each(member -> field(member, depth + 1)));
        }
        entry.hasOnly(union(besides, OF_VALUE));
        return value(entry, Set.of("min", "above"), "max", "allowed");
    }

    private static ListRule list(YamlEntry entry, int depth) {
        Optional<YamlEntry> length = entry.optional("length");
        Optional<YamlEntry> most = entry.optional("max_items");
        if (length.isPresent() == most.isPresent()) {
            throw entry.broken("needs a length or max_items");
        }
        YamlEntry items = entry.member("items");
        items.hasOnly(union(Set.of("type"), OF_RULE));
        Rule rule = rule(items, Set.of("type"), depth + 1);
        return length.map(YamlEntry::positive)
                .map(exactly -> new ListRule(rule, exactly, exactly))
                .orElseGet(() -> new ListRule(rule, 0, most.orElseThrow().positive()));
    }

    /** The rule of a parameter of a model, which has the words of JSON Schema. */
    static ValueRule parameter(YamlEntry entry) {
        return value(entry, Set.of("minimum"), "maximum", "enum");
    }

    private static ValueRule value(YamlEntry entry, Set<String> minimums, String maximum, String allowed) {
        YamlEntry typeName = entry.member("type");
        ValueType type = ValueType.named(typeName.text())
                .orElseThrow(() -> typeName.broken(
                        "must be one of " + ValueType.names() + (minimums.size() > 1 ? ", " + LIST : "")));
        Stream.concat(minimums.stream(), Stream.of(maximum)).forEach(bound -> entry.optional(bound)
                .filter(given -> !type.isNumeric())
                .ifPresent(given -> {
                    throw given.broken("is for numbers");
                }));
        List<YamlEntry> lower = minimums.stream()
                .flatMap(bound -> entry.optional(bound).stream())
                .toList();
        if (lower.size() > 1) {
            throw entry.broken("cannot have both min and above");
        }
        boolean anyCase = flag(entry, "case_insensitive");
        if (anyCase && (!type.isText() || entry.optional(allowed).isEmpty())) {
            throw entry.broken("can be case_insensitive only with a list of allowed texts");
        }
        ValueRule anything = new ValueRule(type, Optional.empty(), Optional.empty(), List.of());
        return new ValueRule(
                type,
                lower.stream().findFirst().map(YamlEntry::number),
                lower.stream().anyMatch(bound -> bound.name().equals("above")),
                entry.optional(maximum).map(YamlEntry::number),
                entry.optional(allowed).map(YamlEntry::items).orElse(List.of()).stream()
                        .map(item -> item.valueUnder(anything))
                        .toList(),
                anyCase);
    }

    private static boolean flag(YamlEntry entry, String key) {
        return entry.optional(key).map(YamlEntry::flag).orElse(false);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The members of an object; empty for other fields, and for an object whose members are unknown. */
    static Optional<Map<String, Field>> members(Field field) {
        return field.rule() instanceof ObjectRule object ? Optional.of(object.members()) : Optional.empty();
    }
}
