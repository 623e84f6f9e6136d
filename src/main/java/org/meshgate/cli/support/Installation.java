package org.meshgate.cli.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.reader.Settings;
import org.meshgate.config.reader.SettingsReader;

/**
 * Where the program was started from. The launcher {@code meshgate} of a clone passes the folder of the clone: data
 * that no setting places elsewhere lies there, whatever the working folder is.
 *
 * @param home the folder of the clone; absent when the program was started without its launcher
 */
public record Installation(Optional<Path> home) {

    /** Passed by the launcher; outside {@link MeshgateConfig#PREFIX}, because it is no setting. */
    static final String HOME_PROPERTY = "meshgate-launcher.home";

    /** Where a build leaves the program in a clone. */
    private static final Path BUILT_JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** The installation of this process. */
    public static Installation current() {
        return new Installation(Optional.ofNullable(System.getProperty(HOME_PROPERTY))
                .filter(folder -> !folder.isBlank())
                .map(Path::of));
    }

    /** {@code config.yaml} of the working folder; where there is none, that of the clone. */
    Path configurationFile() {
        Path here = SettingsReader.DEFAULT_FILE;
        return home.map(folder -> folder.resolve(here))
                .filter(file -> !Files.exists(here) && Files.exists(file))
                .orElse(here);
    }

    /** The same settings, with relative paths of the clone's own {@code config.yaml} resolved against the clone. */
    Settings resolved(Settings settings) {
        return home.map(folder -> settings.withPathsBelow(
                        folder, folder.resolve(SettingsReader.DEFAULT_FILE).toString()))
                .orElse(settings);
    }

    /** A folder for data, absolute: below the clone, or below the working folder without a launcher. */
    Path dataFolder(String name) {
        return home.map(folder -> folder.resolve(name))
                .orElseGet(() -> Path.of(name))
                .toAbsolutePath()
                .normalize();
    }

    /** Where the embedded Redis keeps its data, absolute. */
    Path embeddedDirectory(Settings settings) {
        return settings.get("redis.embedded_directory")
                .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                .orElseGet(() -> dataFolder(settings.value("redis.embedded_directory")));
    }

    /** Whether {@link #embeddedDirectory} is the same from every working folder. */
    boolean fixesEmbeddedDirectory(Settings settings) {
        return settings.get("redis.embedded_directory")
                .map(folder -> Path.of(folder).isAbsolute())
                .orElse(home.isPresent() || runsFromItsClone());
    }

    /** Whether the program was started by hand in the clone that it was built in. */
    private static boolean runsFromItsClone() {
        Path jar = Path.of(System.getProperty("java.class.path", ""));
        return jar.toAbsolutePath()
                .normalize()
                .equals(BUILT_JAR.toAbsolutePath().normalize());
    }

    /** The words for a shell that run a subcommand of this installation. */
    public String command(String subcommand) {
        return home.map(folder -> quoted(folder.resolve("meshgate").toString())).orElse("meshgate")
                + (subcommand.isEmpty() ? "" : " " + subcommand);
    }

    /** As a POSIX shell reads it. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./@%+=:,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
