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

/** The options of every subcommand: the configuration file and the Redis URL. */
public class CommonOptions {

    /** Quarkus reads this file, so that operators may expect it to work; Meshgate warns of ignored settings in it. */
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
     * @param options further options that are settings, from name to value
     */
    public Settings settings(Map<String, String> options) {
        Settings settings = read(options);
        settings.warnings().forEach(warning -> System.err.println("Configuration: " + warning));
        return settings;
    }

    /** Reads the configuration without printing its warnings. */
    public Settings read(Map<String, String> options) {
        Map<String, String> allOptions = new TreeMap<>(options);
        if (redisUrl != null) {
            allOptions.put("--redis-url", redisUrl);
        }
        Installation installation = Installation.current();
        Settings settings = installation.resolved(SettingsReader.read(
                Optional.ofNullable(config).orElseGet(installation::configurationFile),
                config != null,
                System.getenv(),
                allOptions));
        List<String> ignored = Stream.concat(
                        LaunchConfig.ignoredSystemProperties().stream(), IgnoredSettings.inDotEnv(DOT_ENV).stream())
                .toList();
        return settings.withWarnings(ignored);
    }
}
