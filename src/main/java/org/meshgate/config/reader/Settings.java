package org.meshgate.config.reader;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.CorsOriginConverter;

/** All validated settings: the values of the operator, and the defaults of {@link MeshgateConfig} for the others. */
public final class Settings {

    /** The settings that are files or folders. */
    private static final Set<String> PATHS = Set.of(
            "catalog.job_types",
            "catalog.models",
            "redis.ca_file",
            "redis.embedded_directory",
            "security.password_blocklist",
            "storage.inputs",
            "storage.outputs",
            "storage.uploads");

    private static final String USER_AUTH = "security.user_auth_enabled";
    private static final String API_KEY_REQUIRED = "security.api_key_required";
    private static final String CORS_ORIGINS = "security.cors_origins";

    private final Map<String, Setting> set;
    private final Map<String, String> values = new TreeMap<>();
    private final List<String> warnings;

    /** @throws ConfigException for the first invalid value */
    Settings(Map<String, Setting> set, List<String> warnings) {
        this.set = new TreeMap<>(set);
        this.warnings = List.copyOf(warnings);
        SettingDefinitions.all()
                .forEach(definition ->
                        definition.canonicalDefault().ifPresent(value -> values.put(definition.name(), value)));
        this.set.forEach((name, setting) -> values.put(name, setting.canonical()));
        checkTogether();
    }

    private Settings(Settings one, List<String> more) {
        this.set = one.set;
        this.values.putAll(one.values);
        this.warnings = Stream.concat(one.warnings.stream(), more.stream()).toList();
    }

    /** A copy with more warnings for the operator. */
    public Settings withWarnings(List<String> more) {
        return new Settings(this, more);
    }

    /** The value that the operator set for a name, in the form that Quarkus reads; empty for the default. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(set.get(name)).map(setting -> values.get(name));
    }

    /** The value of a setting that has a default, in the form that Quarkus reads. */
    public String value(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " has no default"));
    }

    /** The value of a setting that is a whole number with a default. */
    public int number(String name) {
        return Integer.parseInt(value(name));
    }

    /** Warnings for the operator about unknown names. */
    public List<String> warnings() {
        return warnings;
    }

    /** Whether accounts are enabled. */
    public boolean userAuthEnabled() {
        return Boolean.parseBoolean(value(USER_AUTH));
    }

    /** The address to listen on: the one set, else all with accounts, else loopback. */
    public String host() {
        return get("server.host").orElse(userAuthEnabled() ? "0.0.0.0" : "127.0.0.1");
    }

    /** All settings that have a value, under their names in Quarkus' configuration. */
    public Map<String, String> properties() {
        return values.entrySet().stream()
                .collect(Collectors.toMap(entry -> MeshgateConfig.PREFIX + "." + entry.getKey(), Map.Entry::getValue));
    }

    /**
     * The same settings, with relative paths made absolute.
     *
     * @param folder the folder against which they are resolved
     * @param file only paths from this file are changed
     */
    public Settings withPathsBelow(Path folder, String file) {
        Map<String, Setting> resolved = new TreeMap<>(set);
        resolved.replaceAll(
                (name, setting) -> PATHS.contains(name) && setting.origin().startsWith(file + " line ")
                        ? new Setting(
                                setting.definition(),
                                List.of(folder.resolve(values.get(name)).toString()),
                                setting.origin())
                        : setting);
        return new Settings(resolved, warnings);
    }

    /** Rules over several settings. */
    private void checkTogether() {
        int port = number("server.port");
        if (port != 0 && port == number("server.management_port")) {
            throw new ConfigException("server.port and server.management_port must not be the same: " + port);
        }
        if (!userAuthEnabled()
                && Boolean.parseBoolean(value(API_KEY_REQUIRED))
                && !set.containsKey("security.api_keys")) {
            throw ConfigException.badValue(
                    set.get(API_KEY_REQUIRED),
                    "is true, but security.api_keys is empty: add a key, or set it to false");
        }
        Optional.ofNullable(set.get(CORS_ORIGINS))
                .filter(origins -> origins.items().size() > 1)
                .filter(origins -> origins.items().stream()
                        .map(String::strip)
                        .anyMatch(origin ->
                                origin.equals(CorsOriginConverter.ANY) || origin.equals(CorsOriginConverter.NONE)))
                .ifPresent(origins -> {
                    throw ConfigException.badValue(origins, "must have * or none alone, or a list of origins");
                });
    }
}
