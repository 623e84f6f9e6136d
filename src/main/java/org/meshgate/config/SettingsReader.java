package org.meshgate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the settings that somebody set, in rising precedence: {@code config.yaml}, the environment, the command line.
 * The names are those of 3DAIGC-API, so that its files and variables work (user management guide,
 * "Enabling/Disabling User Authentication").
 */
public final class SettingsReader {

    /** The file that is read when none is named. */
    public static final Path DEFAULT_FILE = Path.of("config.yaml");

    private static final String ENVIRONMENT_PREFIX = "P3D_";
    private static final Map<String, String> OLDER_NAMES = Map.of("user_auth_enabled", "security.user_auth_enabled");

    /** No name is nearly so long, unless an alias leads in a circle. */
    private static final int LONGEST_NAME = 200;

    private final Map<String, Setting> settings = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private SettingsReader() {}

    /**
     * Reads and checks everything.
     *
     * @param file a file that may be missing, or one that somebody named
     * @param fileMustExist whether somebody named it
     * @param environment all environment variables; those that begin with {@code P3D_} are looked at
     * @param commandLine settings given by option, from name to value
     * @throws ConfigException for the first value that breaks its rule
     */
    public static Settings read(
            Path file, boolean fileMustExist, Map<String, String> environment, Collection<Setting> commandLine) {
        SettingsReader reader = new SettingsReader();
        reader.readFile(file, fileMustExist);
        reader.readEnvironment(environment);
        commandLine.forEach(reader::put);
        reader.settings.values().forEach(KnownSettings::check);
        Settings settings = new Settings(reader.settings, reader.warnings);
        settings.checkTogether();
        return settings;
    }

    private void put(Setting setting) {
        settings.put(setting.name(), setting);
    }

    private void readFile(Path file, boolean mustExist) {
        if (!Files.exists(file)) {
            if (mustExist) {
                throw new ConfigException("There is no configuration file " + file);
            }
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        try (var text = Files.newBufferedReader(file)) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (document != null && !(document instanceof Map)) {
                throw new ConfigException(
                        file + " must be a YAML mapping such as 'security: {user_auth_enabled: true}'");
            }
            flatten("", document, values);
        } catch (MarkedYAMLException e) {
            throw new ConfigException(
                    file + " line " + (e.getProblemMark().getLine() + 1) + " is not YAML: " + e.getProblem());
        } catch (IOException | YAMLException e) {
            throw new ConfigException(file + " cannot be read as YAML in UTF-8");
        }
        values.forEach((name, value) -> {
            if (KnownSettings.contains(name)) {
                put(new Setting(name, text(value), file.toString()));
            } else {
                warnUnknown(file + ": unknown key " + name, name);
            }
        });
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, Setting> found = new TreeMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(ENVIRONMENT_PREFIX) || value.isBlank()) {
                return;
            }
            if (DecodingCheck.failed(value)) {
                throw new ConfigException("environment variable " + variable
                        + " has characters that the locale of this process does not have. Set LC_ALL=C.UTF-8.");
            }
            String name = variable.substring(ENVIRONMENT_PREFIX.length())
                    .toLowerCase(Locale.ROOT)
                    .replace("__", ".");
            String older = OLDER_NAMES.get(name);
            if (older != null) {
                found.putIfAbsent(older, new Setting(older, value, "environment variable " + variable));
            } else if (KnownSettings.contains(name)) {
                found.put(name, new Setting(name, unwrapJsonList(value), "environment variable " + variable));
            } else if (name.contains(".")) {
                warnUnknown("unknown environment variable " + variable, name);
            }
        });
        found.values().forEach(this::put);
    }

    private void warnUnknown(String message, String name) {
        warnings.add(message
                + KnownSettings.nearest(name)
                        .map(nearest -> " is ignored; did you mean " + nearest + "?")
                        .orElse(" is ignored"));
    }

    private static void flatten(String prefix, Object node, Map<String, Object> into) {
        if (prefix.length() > LONGEST_NAME) {
            throw new YAMLException("a mapping that contains itself");
        }
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, value, into));
        } else if (node != null) {
            into.put(prefix, node);
        }
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SettingsReader::listItem).collect(Collectors.joining(","));
        }
        return String.valueOf(value);
    }

    /** Lists may be given as {@code a,b} or as the JSON array {@code ["a","b"]}, which is YAML as well. */
    private static String unwrapJsonList(String value) {
        if (!value.strip().startsWith("[")) {
            return value;
        }
        try {
            return text(new Yaml(new SafeConstructor(new LoaderOptions())).load(value));
        } catch (YAMLException e) {
            return value;
        }
    }

    /** MicroProfile splits lists at commas; a backslash keeps one. */
    private static String listItem(Object item) {
        return String.valueOf(item).replace(",", "\\,");
    }
}
