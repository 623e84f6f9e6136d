package org.meshgate.catalog.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of a single value. {@link Coercion} defines what each type accepts, {@link ValueRule} its limits.
 */
public enum ValueType {
    /** A prompt for a model. */
    PROMPT("must be text"),
    /** Short text. */
    STRING("must be text"),
    /** Text that a worker may use in a file name. */
    ID("must be text"),
    /** The name that a user gives a result. */
    NAME("must be text"),
    INTEGER("must be a whole number of at most 64 bits"),
    NUMBER("must be a finite number"),
    BOOLEAN("must be true or false"),
    ARRAY("must be a JSON array of well-formed texts and finite numbers"),
    OBJECT("must be a JSON object of well-formed texts and finite numbers");

    private final String rule;

    ValueType(String rule) {
        this.rule = rule;
    }

    /** The message for a value of another type. */
    public String rule() {
        return rule;
    }

    /** Its name in the files of the catalog. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name in JSON Schema and in responses. */
    public String jsonName() {
        return isText() ? STRING.fileName() : fileName();
    }

    public boolean isNumeric() {
        return this == INTEGER || this == NUMBER;
    }

    public boolean isText() {
        return this == PROMPT || this == STRING || this == ID || this == NAME;
    }

    public static Optional<ValueType> named(String fileName) {
        return Arrays.stream(values())
                .filter(type -> type.fileName().equals(fileName))
                .findFirst();
    }

    public static String names() {
        return Arrays.stream(values()).map(ValueType::fileName).collect(Collectors.joining(", "));
    }
}
