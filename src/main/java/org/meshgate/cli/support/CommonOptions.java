package org.meshgate.cli.support;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.meshgate.config.reader.IgnoredSettings;
import org.meshgate.config.reader.LaunchConfig;
import org.meshgate.config.reader.Settings;
import org.meshgate.config.reader.SettingsReader;
import picocli.CommandLine.Option;

/** What every subcommand needs: where its configuration and its Redis are. */
public class CommonOptions {

    /** Quarkus reads it, so its authors may expect that Meshgate does. */
    private static final Path DOT_ENV = Path.of(".env");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read this file instead of ./config.yaml, which may be missing.")
    private Path config;

    @Option(
            names = "--redis-url",
            paramLabel = "URL",
            description = "redis://[[user]:password@]host[:port][/database], rediss:// for TLS.")
    private String redisUrl;

    /** For picocli. */
    public CommonOptions() {}

    /**
     * Reads the configuration and prints its warnings.
     *
     * @param more options of the command line that are settings, from name to value
     */
    public Settings settings(Map<String, String> more) {
        Settings settings = read(more);
        settings.warnings().forEach(warning -> System.err.println("Configuration: " + warning));
        return settings;
    }

    /** The same without printing anything. */
    public Settings read(Map<String, String> more) {
        Map<String, String> options = new TreeMap<>(more);
        if (redisUrl != null) {
            options.put("--redis-url", redisUrl);
        }
        Installation installation = Installation.current();
        Settings settings = installation.resolved(SettingsReader.read(
                Optional.ofNullable(config).orElseGet(installation::configurationFile),
                config != null,
                System.getenv(),
                options));
        List<String> ignored = Stream.concat(
                        LaunchConfig.ignoredSystemProperties().stream(), IgnoredSettings.inDotEnv(DOT_ENV).stream())
                .toList();
        return settings.withWarnings(ignored);
    }
}
