package org.meshgate.config.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds settings in places that other Quarkus programs read and Meshgate ignores, to warn the operator.
 * docs/configuration.md lists the four supported places.
 */
public final class IgnoredSettings {

    /** {@code _PROD_MESHGATE_REDIS_URL} is for one profile, {@code MESHGATE_SECURITY_API_KEYS_0_} an item of a list. */
    private static final Pattern PROFILE_OR_INDEX = Pattern.compile("^_[A-Z0-9]+_(?=MESHGATE_|QUARKUS_)|_\\d+_$");

    private static final Pattern ASSIGNMENT =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.%-]*)\\s*[=:].*");
    private static final String P3D = "P3D_";
    private static final long MAX_FILE_SIZE = 1024 * 1024;

    /** From variable to setting, by the rule of MicroProfile Config for environment variables. */
    private static final Map<String, SettingDefinition> VARIABLES = Stream.concat(
                    SettingDefinitions.all().stream()
                            .map(definition -> Map.entry(variable(definition.property()), definition)),
                    ReservedProperties.names().stream()
                            .map(name -> Map.entry(
                                    variable(name),
                                    ReservedProperties.setting(name).orElseThrow())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private IgnoredSettings() {}

    /** Warnings about variables such as {@code MESHGATE_SERVER_PORT} and {@code QUARKUS_HTTP_PORT}. */
    static List<String> inEnvironment(Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> setting(name).ifPresent(setting -> {
            if (!value.isBlank()) {
                lines.add(line("environment variable " + name, setting));
            }
        }));
        return lines;
    }

    /** Warnings about a {@code .env} file, which Quarkus reads and Meshgate does not. */
    public static List<String> inDotEnv(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_SIZE) {
                return List.of();
            }
            return Files.readAllLines(file).stream()
                    .map(ASSIGNMENT::matcher)
                    .filter(matcher -> matcher.matches())
                    .map(matcher -> matcher.group(1))
                    .flatMap(name -> setting(name).or(() -> ofOurs(name)).stream()
                            .map(setting -> line(name + " in the file " + file, setting)))
                    .toList();
        } catch (IOException unreadable) {
            return List.of(); // then Quarkus cannot read it either
        }
    }

    /** The setting that a name of MicroProfile Config, as a variable or with dots, would set. */
    static Optional<SettingDefinition> setting(String name) {
        return Optional.ofNullable(
                VARIABLES.get(PROFILE_OR_INDEX.matcher(variable(name)).replaceAll("")));
    }

    static String line(String found, SettingDefinition setting) {
        return found + " is ignored; set " + setting.name() + " (" + setting.environmentVariable() + ") instead";
    }

    private static Optional<SettingDefinition> ofOurs(String name) {
        return SettingDefinitions.all().stream()
                .filter(definition -> definition.environmentVariable().equals(name))
                .findFirst();
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
