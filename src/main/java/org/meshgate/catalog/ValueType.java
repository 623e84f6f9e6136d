package org.meshgate.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What kind of JSON a value is. What each takes is told in {@link Coercion}. */
public enum ValueType {
    /** Text that a person wrote for a model: bounded, without control characters. */
    PROMPT("must be text"),
    STRING("must be text"),
    INTEGER("must be a whole number of at most 64 bits"),
    NUMBER("must be a finite number"),
    BOOLEAN("must be true or false"),
    ARRAY("must be a JSON array of well-formed texts and finite numbers"),
    OBJECT("must be a JSON object of well-formed texts and finite numbers");

    private final String rule;

    ValueType(String rule) {
        this.rule = rule;
    }

    /** What a value of another kind is told. */
    String rule() {
        return rule;
    }

    /** Its name in the files and in answers, as JSON Schema writes it. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isNumeric() {
        return this == INTEGER || this == NUMBER;
    }

    static Optional<ValueType> named(String jsonName) {
        return Arrays.stream(values())
                .filter(type -> type.jsonName().equals(jsonName))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(ValueType::jsonName).collect(Collectors.joining(", "));
    }
}
