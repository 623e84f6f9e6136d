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
            assertThat(first.output()).contains("Redis     embedded, on 127.0.0.1:");
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
    void createAdminWorksBesideTheServerAndWithoutIt() {
        // Given no server
        assertThat(createAdmin("before").exitCode()).isZero();
        try (Meshgate meshgate = Meshgate.serve(directory, Map.of())) {
            // When the server runs
            Meshgate.Result beside = createAdmin("beside");
            // Then both are in the same data
            assertThat(beside.exitCode()).as(beside.err()).isZero();
            assertThat(StartIT.profile(meshgate, beside.out().replaceAll("(?s).*token: (\\S+)\n", "$1")))
                    .isEqualTo(200);
            assertThat(createAdmin("before").err()).isEqualTo("This username is already taken.\n");
        }
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
