package org.meshgate.cli.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.reader.Settings;
import org.meshgate.config.reader.SettingsReader;

/**
 * The installation that the program runs from. The {@code meshgate} launcher of a clone passes the folder of the clone;
 * unless a setting says otherwise, data is stored there, independent of the working directory.
 *
 * @param home the folder of the clone; absent when the program was started without the launcher
 */
public record Installation(Optional<Path> home) {

    /** Set by the launcher. Outside {@link MeshgateConfig#PREFIX}, because it is not a setting. */
    static final String HOME_PROPERTY = "meshgate-launcher.home";

    /** The program that a build writes into a clone. */
    private static final Path BUILT_JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** The installation of this process. */
    public static Installation current() {
        return new Installation(Optional.ofNullable(System.getProperty(HOME_PROPERTY))
                .filter(folder -> !folder.isBlank())
                .map(Path::of));
    }

    /** {@code config.yaml} of the working directory, or else that of the clone. */
    Path configurationFile() {
        Path here = SettingsReader.DEFAULT_FILE;
        return home.map(folder -> folder.resolve(here))
                .filter(file -> !Files.exists(here) && Files.exists(file))
                .orElse(here);
    }

    /** Resolves relative paths that come from the clone's {@code config.yaml} against the clone. */
    Settings resolved(Settings settings) {
        return home.map(folder -> settings.withPathsBelow(
                        folder, folder.resolve(SettingsReader.DEFAULT_FILE).toString()))
                .orElse(settings);
    }

    /** A data folder as an absolute path: in the clone, or in the working directory without the launcher. */
    Path dataFolder(String name) {
        return home.map(folder -> folder.resolve(name))
                .orElseGet(() -> Path.of(name))
                .toAbsolutePath()
                .normalize();
    }

    /** The data folder of the embedded Redis, as an absolute path. */
    Path embeddedDirectory(Settings settings) {
        return settings.get("redis.embedded_directory")
                .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                .orElseGet(() -> dataFolder(settings.value("redis.embedded_directory")));
    }

    /** Whether {@link #embeddedDirectory} is independent of the working directory. */
    boolean fixesEmbeddedDirectory(Settings settings) {
        return settings.get("redis.embedded_directory")
                .map(folder -> Path.of(folder).isAbsolute())
                .orElse(home.isPresent() || runsFromItsClone());
    }

    /** Whether the program was started without the launcher in the clone that it was built in. */
    private static boolean runsFromItsClone() {
        Path jar = Path.of(System.getProperty("java.class.path", ""));
        return jar.toAbsolutePath()
                .normalize()
                .equals(BUILT_JAR.toAbsolutePath().normalize());
    }

    /** The shell command for a subcommand of this installation. */
    public String command(String subcommand) {
        return home.map(folder -> quoted(folder.resolve("meshgate").toString())).orElse("meshgate")
                + (subcommand.isEmpty() ? "" : " " + subcommand);
    }

    /** Quotes a word for a POSIX shell. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./@%+=:,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
