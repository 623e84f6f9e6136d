package org.meshgate.config.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.meshgate.config.MeshgateConfig;

/**
 * Passes the settings to Quarkus as system properties, before it starts. {@link LaunchConfigInterceptor} makes them the
 * only source.
 */
public final class LaunchConfig {

    /** The property that marks a launch with these settings. */
    static final String MARKER = "meshgate-run.launched";

    /** A name for one profile, such as {@code %prod.meshgate.redis_url}. */
    private static final Pattern PROFILE = Pattern.compile("^%[^.]*\\.");

    private LaunchConfig() {}

    /**
     * Sets all properties, and removes any other system properties under these names.
     *
     * @param more properties that do not follow from the settings, such as the embedded Redis
     */
    public static void handOver(Settings settings, Map<String, String> more) {
        handOver(settings, more, System.getProperties());
    }

    static void handOver(Settings settings, Map<String, String> more, Properties target) {
        Map<String, String> all = new TreeMap<>(settings.properties());
        all.putAll(ReservedProperties.values(settings));
        all.putAll(more);
        target.stringPropertyNames().stream().filter(LaunchConfig::isReserved).forEach(target::remove);
        target.putAll(all);
        target.setProperty(MARKER, "true");
    }

    /** Warnings about system properties without effect, such as {@code -Dmeshgate.server.port=80}. */
    public static List<String> ignoredSystemProperties() {
        return ignored(System.getProperties());
    }

    static List<String> ignored(Properties properties) {
        List<String> lines = new ArrayList<>();
        if (properties.getProperty(MARKER) == null) {
            new TreeSet<>(properties.stringPropertyNames())
                    .forEach(name -> IgnoredSettings.setting(withoutProfile(name))
                            .ifPresent(setting -> lines.add(IgnoredSettings.line("system property " + name, setting))));
        }
        return lines;
    }

    /** Whether a name, with or without profile, has its value from the settings alone. */
    static boolean isReserved(String name) {
        String plain = withoutProfile(name);
        return plain.startsWith(MeshgateConfig.PREFIX + ".")
                || ReservedProperties.names().contains(plain);
    }

    private static String withoutProfile(String name) {
        return name.startsWith("%") ? PROFILE.matcher(name).replaceFirst("") : name;
    }
}
