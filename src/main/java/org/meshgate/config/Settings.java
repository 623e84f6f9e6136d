package org.meshgate.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The settings that somebody set, checked; what is not among them has its default of {@link MeshgateConfig}. */
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

    private final Map<String, Setting> values;
    private final List<String> warnings;

    Settings(Map<String, Setting> values, List<String> warnings) {
        this.values = new TreeMap<>(values);
        this.warnings = List.copyOf(warnings);
    }

    /** The value set for a name. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(Setting::value).map(String::strip);
    }

    /** Lines for the operator: names that nobody knows. */
    public List<String> warnings() {
        return warnings;
    }

    /** Whether there are accounts. */
    public boolean userAuthEnabled() {
        return flag("security.user_auth_enabled", true);
    }

    /** The address to listen on: the one set, else all with accounts, else loopback. */
    public String host() {
        return get("server.host").orElse(userAuthEnabled() ? "0.0.0.0" : "127.0.0.1");
    }

    /** A whole number, or its default of {@link MeshgateConfig}. */
    public int number(String name, String otherwise) {
        return Integer.parseInt(get(name).orElse(otherwise));
    }

    /** Hands every value to Quarkus' configuration, under its full name. */
    public void forEach(BiConsumer<String, String> sink) {
        values.values()
                .forEach(setting -> sink.accept(
                        MeshgateConfig.PREFIX + "." + setting.name(),
                        setting.value().strip()));
    }

    /**
     * The same settings, with relative paths made absolute.
     *
     * @param folder against which they are resolved
     * @param origin only paths from there are changed
     */
    public Settings withPathsBelow(Path folder, String origin) {
        Map<String, Setting> resolved = new TreeMap<>(values);
        resolved.replaceAll((name, setting) -> PATHS.contains(name)
                        && setting.origin().equals(origin)
                ? new Setting(name, folder.resolve(setting.value().strip()).toString(), origin)
                : setting);
        return new Settings(resolved, warnings);
    }

    /** Rules over several settings. */
    void checkTogether() {
        int port = number("server.port", MeshgateConfig.DEFAULT_PORT);
        if (port != 0 && port == number("server.management_port", MeshgateConfig.DEFAULT_MANAGEMENT_PORT)) {
            throw new ConfigException("server.port and server.management_port must not be the same: " + port);
        }
        boolean keys = get("security.api_keys").filter(list -> !list.isBlank()).isPresent();
        if (!userAuthEnabled() && flag("security.api_key_required", false) && !keys) {
            throw ConfigException.badValue(
                    values.get("security.api_key_required"),
                    "is true, but security.api_keys is empty: add a key, or set it to false");
        }
    }

    private boolean flag(String name, boolean otherwise) {
        return get(name).flatMap(StrictBoolean::parse).orElse(otherwise);
    }
}
