package org.meshgate.config.reader;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meshgate.config.CommandLineOption;
import org.meshgate.config.MeshgateConfig;

/**
 * The definition of a setting, by {@link MeshgateConfig}.
 *
 * @param name as in {@code config.yaml}, with dots
 * @param defaultValue as declared in the interface; empty when there is none, or when it depends on another setting
 * @param option the command line option that sets it
 */
record SettingDefinition(String name, Optional<String> defaultValue, Optional<String> option, SettingType type) {

    private static final String ENVIRONMENT_PREFIX = "P3D_";

    static SettingDefinition of(String name, Method accessor) {
        return new SettingDefinition(
                name,
                Optional.ofNullable(accessor.getAnnotation(WithDefault.class)).map(WithDefault::value),
                Optional.ofNullable(accessor.getAnnotation(CommandLineOption.class))
                        .map(CommandLineOption::value),
                SettingType.of(accessor));
    }

    /** {@code server.port} is {@code P3D_SERVER__PORT}. */
    String environmentVariable() {
        return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace(".", "__");
    }

    /** Its name in the configuration of Quarkus. */
    String property() {
        return MeshgateConfig.PREFIX + "." + name;
    }

    /** The default in the form that the converters of Quarkus read. */
    Optional<String> canonicalDefault() {
        return defaultValue.map(text -> canonical(List.of(text)));
    }

    /**
     * Reads a value.
     *
     * @param items one value, or the items of a list
     * @return the form that the converters of Quarkus read
     * @throws IllegalArgumentException with the rest of a sentence that begins with the name of the setting
     */
    String canonical(List<String> items) {
        if (items.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(type.list() ? "has an empty item" : "must not be empty");
        }
        return items.stream()
                .map(String::strip)
                .map(type.reader())
                .map(this::escaped)
                .collect(Collectors.joining(","));
    }

    /** MicroProfile splits lists at commas; a backslash keeps one. */
    private String escaped(String item) {
        return type.list() ? item.replace("\\", "\\\\").replace(",", "\\,") : item;
    }

    /** The items of a text: those between commas if it is a list, else the text itself. */
    List<String> items(String text) {
        return type.list() ? Arrays.asList(text.split(",", -1)) : List.of(text);
    }
}
