package org.meshgate.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.Setting;
import org.meshgate.config.Settings;
import org.meshgate.config.SettingsReader;
import picocli.CommandLine.Option;

/** What every subcommand needs: where its configuration and its Redis are. */
public class CommonOptions {

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

    /** Reads the configuration, with these options and others on top; tells of names that nobody knows. */
    Settings settings(List<Setting> more) {
        Settings settings = read(more);
        settings.warnings().forEach(warning -> System.err.println("Configuration: " + warning));
        return settings;
    }

    /** Reads the configuration, with these options and others on top; its warnings are for the caller to tell. */
    Settings read(List<Setting> more) {
        List<Setting> commandLine = new ArrayList<>(more);
        if (redisUrl != null) {
            commandLine.add(new Setting("redis_url", redisUrl, "option --redis-url"));
        }
        Installation installation = Installation.current();
        return installation.resolved(SettingsReader.read(
                Optional.ofNullable(config).orElseGet(installation::configurationFile),
                config != null,
                System.getenv(),
                commandLine));
    }
}
