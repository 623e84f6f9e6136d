package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./meshgate} of a clone, called from anywhere: its data, its files and its configuration lie with the clone. */
@DisabledIf(value = "isNative", disabledReason = "the launcher starts the JVM program")
class LauncherIT {

    private static final String ADMIN = "--username root --email root@example.com --password-stdin";

    @TempDir
    Path directory;

    private Path clone;
    private Path launcher;
    private Path data;
    private Path elsewhere;

    static boolean isNative() {
        return Meshgate.isNative();
    }

    @BeforeEach
    void buildAClone() throws IOException {
        directory = directory.toRealPath();
        clone = Files.createDirectory(directory.resolve("a 'clone' of it"));
        launcher = Files.copy(Path.of("meshgate"), clone.resolve("meshgate"));
        Files.createSymbolicLink(clone.resolve("target"), Path.of("target").toAbsolutePath());
        data = clone.resolve(".meshgate/redis");
        elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    }

    @Test
    void itFindsItsCloneThroughLinksOfEveryKind() throws IOException {
        // Given
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), launcher);
        Path relative = Files.createSymbolicLink(
                elsewhere.resolve("relative"), Path.of("..", clone.getFileName().toString(), "meshgate"));
        Path chain = Files.createSymbolicLink(elsewhere.resolve("chain"), Path.of("relative"));
        Path folder =
                Files.createSymbolicLink(elsewhere.resolve("folder"), clone).resolve("meshgate");
        List<String> programs = List.of(
                launcher.toString(),
                "../" + clone.getFileName() + "/meshgate",
                absolute.toString(),
                "./relative",
                relative.toString(),
                "./chain",
                chain.toString(),
                folder.toString());
        for (String program : programs) {
            // When
            Meshgate.Result result = run(program, "", "list-users");
            // Then
            assertThat(result.exitCode()).as(program).isEqualTo(1);
            assertThat(result.err())
                    .as(program)
                    .contains("There is no data in " + data + ", and only a server makes it");
        }
        assertThat(data).doesNotExist();
        assertThat(elsewhere.resolve(".meshgate")).doesNotExist();
    }

    @Test
    void theFirstAdministratorMayBeMadeBeforeTheFirstStartAndIsKnownToTheServer() throws IOException {
        // Given a new clone
        Path link = Files.createSymbolicLink(elsewhere.resolve("meshgate"), launcher);
        Path third = Files.createDirectory(directory.resolve("third"));
        // When
        Meshgate.Result made = run(link.toString(), "long enough\n", ("create-admin " + ADMIN).split(" "));
        // Then
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.err())
                .startsWith("There was no data yet: made " + data + " for it.\n")
                .endsWith("Data: " + data + "\n");
        // When a server starts in yet another folder
        try (Meshgate meshgate = Meshgate.serveBy(launcher, third)) {
            // Then
            assertThat(meshgate.output()).contains("data in " + data).doesNotContain("create one with");
            given().baseUri(meshgate.url())
                    .contentType("application/json")
                    .body(Map.of("username", "root", "password", "long enough"))
                    .post("/api/v1/users/login")
                    .then()
                    .statusCode(200);
            assertThat(run(link.toString(), "", "list-users").out()).contains("root@example.com");
        }
        assertThat(elsewhere).isDirectoryNotContaining(path -> !path.equals(link));
        assertThat(third).isEmptyDirectory();
    }

    @Test
    void theConfigurationOfTheCloneHoldsFromAnywhereAndThatOfTheFolderBeforeIt() throws IOException {
        // Given
        Files.writeString(clone.resolve("config.yaml"), "redis:\n  embedded_directory: data/redis\n");
        // Then
        assertThat(run(launcher.toString(), "", "list-users").err())
                .contains("There is no data in " + clone.resolve("data/redis") + ",");
        // When the working folder has one of its own
        Files.writeString(elsewhere.resolve("config.yaml"), "redis:\n  embedded_directory: mine\n");
        // Then
        assertThat(run(launcher.toString(), "", "list-users").err())
                .contains("There is no data in " + elsewhere.resolve("mine") + ",");
        // and a place that depends on the working folder is not made by an administrator either
        assertThat(run(launcher.toString(), "long enough\n", ("create-admin " + ADMIN).split(" ")))
                .extracting(Meshgate.Result::exitCode)
                .isEqualTo(1);
        assertThat(elsewhere.resolve("mine")).doesNotExist();
    }

    @Test
    void withoutJavaItSaysWhatIsMissing() {
        List<String> words = List.of(launcher.toString(), "--version");
        assertThat(Meshgate.runWords(words, elsewhere, Map.of("JAVA_HOME", "/nowhere"), new byte[0]))
                .isEqualTo(new Meshgate.Result(
                        1,
                        "",
                        "Meshgate needs a JDK, 17 or newer: there is no /nowhere/bin/java. Install one, or set"
                                + " JAVA_HOME.\n"));
    }

    private Meshgate.Result run(String program, String input, String... arguments) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\"", program));
        words.addAll(List.of(arguments));
        return Meshgate.runWords(words, elsewhere, Map.of(), input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
