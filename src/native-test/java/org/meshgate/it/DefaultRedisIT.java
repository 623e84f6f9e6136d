package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when nobody names a Redis: the JVM program brings one, the native executable says what is missing. */
class DefaultRedisIT {

    @TempDir
    Path directory;

    static boolean isNative() {
        return Meshgate.isNative();
    }

    @Test
    @EnabledIf(value = "isNative", disabledReason = "the JVM program brings a Redis")
    void theNativeExecutableSaysWhichSettingIsMissing() {
        assertThat(Meshgate.run(directory, Map.of(), "", "serve", "--port", "0", "--management-port", "0"))
                .isEqualTo(new Meshgate.Result(
                        1,
                        "",
                        "No Redis: give --redis-url URL, set P3D_REDIS_URL, or put redis_url into config.yaml.\n"));
    }

    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void dataSurvivesARestart() {
        String token;
        try (Meshgate first = Meshgate.serve(directory, Map.of())) {
            assertThat(first.output())
                    .contains("Redis     embedded, on 127.0.0.1:", "Admin     create one with: meshgate create-admin");
            token = StartIT.register(first, "alice");
        }
        try (Meshgate second = Meshgate.serve(directory, Map.of())) {
            assertThat(StartIT.profile(second, token)).isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> redisProcess().isEmpty());
    }

    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void aKilledStartLeavesNoRedisBehindAndLosesNothingThatWasSaved() throws IOException {
        // Given
        String token;
        Meshgate killed = Meshgate.serve(directory, Map.of());
        token = StartIT.register(killed, "alice");
        ProcessHandle redis = redisProcess().orElseThrow();
        // When
        killed.kill();
        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> !answers(redis));
        try (Meshgate next = Meshgate.serve(directory, Map.of())) {
            assertThat(StartIT.profile(next, token)).isEqualTo(200);
        }
    }

    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void aKilledRedisStartsAgainAndLosesNothing() {
        try (Meshgate meshgate = Meshgate.serve(directory, Map.of())) {
            // Given
            String token = StartIT.register(meshgate, "alice");
            // When
            redisProcess().orElseThrow().destroyForcibly();
            // Then
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(StartIT.profile(meshgate, token))
                    .isEqualTo(200));
            assertThat(meshgate.output()).contains("The embedded Redis has ended by itself. Starting it again");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> redisProcess().isEmpty());
    }

    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void createAdminWorksBesideTheServerAndAfterIt() {
        Path data = directory.resolve(".meshgate/redis");
        try (Meshgate meshgate = Meshgate.serve(directory, Map.of())) {
            assertThat(meshgate.output()).contains("data in " + data);
            // When the server runs
            Meshgate.Result beside = createAdmin("beside");
            // Then both are in the same data
            assertThat(beside.exitCode()).as(beside.err()).isZero();
            assertThat(StartIT.profile(meshgate, beside.out().replaceAll("(?s).*token: (\\S+)\n", "$1")))
                    .isEqualTo(200);
            assertThat(beside.err()).endsWith("Data: " + data + "\n");
            assertThat(createAdmin("Beside").err()).isEqualTo("This username is already taken.\n");
        }
        // And so are they when it has ended
        assertThat(createAdmin("after").exitCode()).isZero();
        assertThat(createAdmin("beside").err()).isEqualTo("This username is already taken.\n");
    }

    /** A new administrator in an empty Redis would be known to no server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create-admin --username root --email root@example.com --password-stdin",
                "reset-password alice --password-stdin",
                "revoke-tokens alice",
                "set-role alice admin",
                "list-users",
                "migrate --dry-run"
            })
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void aCommandInAnotherFolderThanTheServerMakesNoDataAndSaysWhereItLooked(String words) {
        // When
        Meshgate.Result result = Meshgate.run(directory, Map.of(), "long enough\n", words.split(" "));
        // Then
        assertThat(result)
                .isEqualTo(new Meshgate.Result(
                        1,
                        "",
                        "There is no data in " + directory.resolve(".meshgate/redis") + ", and only a server makes it."
                                + " Start one first (meshgate), run this in the folder where it was started, or say"
                                + " where its Redis is: --redis-url URL, or P3D_REDIS__EMBEDDED_DIRECTORY for an"
                                + " embedded one.\n"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void theDoctorMakesNoDataEither() {
        Meshgate.Result result = Meshgate.run(directory, Map.of(), "", "doctor");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("problem  start", "There is no data in " + directory);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @DisabledIf(value = "isNative", disabledReason = "the native executable carries no Redis")
    void aSecondServerOnAnotherPortIsToldWhoseTheDataIs() {
        try (Meshgate first = Meshgate.serve(directory, Map.of())) {
            Meshgate.Result second = Meshgate.run(
                    directory, Map.of(), "", "serve", "--port", "" + Meshgate.freePort(), "--management-port", "0");
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .contains("belongs to a Meshgate that is running", "--redis-url")
                    .hasLineCount(1);
            assertThat(StartIT.register(first, "alice")).startsWith("p3d_");
        }
    }

    private Meshgate.Result createAdmin(String name) {
        return Meshgate.run(
                directory,
                Map.of(),
                "long enough\n",
                "create-admin",
                "--username",
                name,
                "--email",
                name + "@example.com",
                "--password-stdin");
    }

    private java.util.Optional<ProcessHandle> redisProcess() {
        Properties endpoint = new Properties();
        try (var text = Files.newBufferedReader(directory.resolve(".meshgate/redis/endpoint"))) {
            endpoint.load(text);
        } catch (IOException e) {
            return java.util.Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(endpoint.getProperty("redis_pid")))
                .filter(DefaultRedisIT::answers);
    }

    /** A dead process that nobody has collected yet has no command any more. */
    private static boolean answers(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
