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
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the settings, in ascending precedence: {@code config.yaml}, the environment, the command line. The names are
 * those of 3DAIGC-API, so that its files and variables work (user management guide, "Enabling/Disabling User
 * Authentication").
 */
public final class SettingsReader {

    /** The default file. */
    public static final Path DEFAULT_FILE = Path.of("config.yaml");

    private static final String ENVIRONMENT_PREFIX = "P3D_";
    private static final Map<String, String> LEGACY_VARIABLES =
            Map.of("P3D_USER_AUTH_ENABLED", "security.user_auth_enabled");

    /** Variables of the GPU scheduler of 3DAIGC-API, which may have the same environment. */
    private static final Pattern OF_THE_SCHEDULER = Pattern.compile("P3D_(WORKER|SHUTDOWN)_.*");

    private static final Pattern JSON_LIST = Pattern.compile("\\s*\\[.*]\\s*", Pattern.DOTALL);
    private static final Pattern IPV6 = Pattern.compile("\\s*\\[[0-9A-Fa-f:.]+]\\s*");

    private final Map<String, Setting> settings = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private SettingsReader() {}

    /**
     * Reads and validates all settings.
     *
     * @param file a file that may be missing, or one that the operator named
     * @param fileMustExist whether the operator named it
     * @param environment all environment variables; those that begin with {@code P3D_} are read
     * @param options options of the command line, from name ({@code --port}) to value
     * @throws ConfigException for the first invalid value
     */
    public static Settings read(
            Path file, boolean fileMustExist, Map<String, String> environment, Map<String, String> options) {
        SettingsReader reader = new SettingsReader();
        reader.readFile(file, fileMustExist);
        reader.readEnvironment(environment);
        reader.readOptions(options);
        reader.warnings.addAll(IgnoredSettings.inEnvironment(environment));
        return new Settings(reader.settings, reader.warnings);
    }

    private void readFile(Path file, boolean mustExist) {
        if (!Files.exists(file)) {
            if (mustExist) {
                throw new ConfigException("There is no configuration file " + file);
            }
            return;
        }
        try {
            Optional<Node> document = YamlDocument.parse(file.toString(), Files.readString(file));
            document.filter(node -> !YamlDocument.isNull(node)).ifPresent(node -> {
                if (!(node instanceof MappingNode)) {
                    throw new ConfigException(
                            file + " must be a YAML mapping such as 'security: {user_auth_enabled: true}'");
                }
                readNode(file, "", node);
            });
        } catch (YamlException e) {
            throw new ConfigException(e.getMessage());
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read as text in UTF-8");
        }
    }

    private void readNode(Path file, String name, Node node) {
        Optional<SettingDefinition> definition = SettingDefinitions.named(name);
        if (definition.isPresent()) {
            put(fromFile(definition.get(), file, node), file, node);
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(member -> {
                String key = ((ScalarNode) member.getKeyNode()).getValue();
                readNode(file, name.isEmpty() ? key : name + "." + key, member.getValueNode());
            });
        } else if (!SettingDefinitions.isSection(name)) {
            warnUnknown(place(file, node) + ": unknown key " + name, name);
        } else if (!YamlDocument.isNull(node)) {
            throw new ConfigException(name + " (" + place(file, node) + ") must be a mapping");
        }
    }

    private void put(Setting setting, Path file, Node node) {
        if (settings.put(setting.name(), setting) != null) {
            throw new ConfigException(setting.name() + " (" + place(file, node) + ") is there twice");
        }
    }

    private static Setting fromFile(SettingDefinition definition, Path file, Node node) {
        return new Setting(definition, items(definition, place -> place(file, place), node), place(file, node));
    }

    private static String place(Path file, Node node) {
        return file + " line " + YamlDocument.line(node);
    }

    private static List<String> items(SettingDefinition definition, Function<Node, String> origin, Node node) {
        if (node instanceof SequenceNode sequence && definition.type().list()) {
            return sequence.getValue().stream()
                    .map(item -> scalar(definition, origin, item))
                    .toList();
        }
        return definition.items(scalar(definition, origin, node));
    }

    /** A scalar is its literal text: {@code yes}, {@code 010} and {@code 1:30} are not converted. */
    private static String scalar(SettingDefinition definition, Function<Node, String> origin, Node node) {
        if (YamlDocument.isNull(node)) {
            throw broken(definition, origin.apply(node), "is null: give it a value, or leave it out");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw broken(
                definition,
                origin.apply(node),
                definition.type().list() ? "must be a list of texts" : "must be one value");
    }

    private static ConfigException broken(SettingDefinition definition, String origin, String reason) {
        return new ConfigException(definition.name() + " (" + origin + ") " + reason);
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, Setting> found = new TreeMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(ENVIRONMENT_PREFIX) || value.isBlank()) {
                return;
            }
            if (EncodingCheck.failed(value)) {
                throw new ConfigException("environment variable " + variable
                        + " has characters that the locale of this process does not have. Set LC_ALL=C.UTF-8.");
            }
            String name = variable.substring(ENVIRONMENT_PREFIX.length())
                    .toLowerCase(Locale.ROOT)
                    .replace("__", ".");
            Optional<SettingDefinition> definition = SettingDefinitions.named(name)
                    .filter(known -> known.environmentVariable().equals(variable));
            if (LEGACY_VARIABLES.containsKey(variable)) {
                SettingDefinition newer =
                        SettingDefinitions.named(LEGACY_VARIABLES.get(variable)).orElseThrow();
                found.putIfAbsent(newer.name(), fromEnvironment(newer, variable, value));
            } else if (definition.isPresent()) {
                found.put(name, fromEnvironment(definition.get(), variable, value));
            } else {
                warnUnknownVariable(variable, name);
            }
        });
        settings.putAll(found);
    }

    private static Setting fromEnvironment(SettingDefinition definition, String variable, String value) {
        String origin = "environment variable " + variable;
        return new Setting(definition, variableItems(definition, origin, value), origin);
    }

    /** Lists are {@code a,b} or the JSON array {@code ["a","b"]}, which is YAML as well. */
    private static List<String> variableItems(SettingDefinition definition, String origin, String value) {
        if (!definition.type().list()
                || !JSON_LIST.matcher(value).matches()
                || IPV6.matcher(value).matches()) {
            return definition.items(value);
        }
        try {
            return items(
                    definition,
                    place -> origin,
                    YamlDocument.parse(origin, value).orElseThrow());
        } catch (YamlException e) {
            return definition.items(value);
        }
    }

    private void readOptions(Map<String, String> options) {
        options.forEach((option, value) -> {
            SettingDefinition definition = SettingDefinitions.ofOption(option)
                    .orElseThrow(() -> new IllegalArgumentException(option + " sets no setting"));
            settings.put(definition.name(), new Setting(definition, definition.items(value), "option " + option));
        });
    }

    private void warnUnknownVariable(String variable, String name) {
        if (SettingDefinitions.nearest(name).isPresent()
                || !OF_THE_SCHEDULER.matcher(variable).matches()) {
            warnUnknown("unknown environment variable " + variable, name);
        }
    }

    private void warnUnknown(String message, String name) {
        warnings.add(message
                + SettingDefinitions.nearest(name)
                        .map(nearest -> " is ignored; did you mean " + nearest.name() + " ("
                                + nearest.environmentVariable() + ")?")
                        .orElse(" is ignored"));
    }
}
