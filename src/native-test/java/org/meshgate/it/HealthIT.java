package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code health} beside the packaged program, as a container runs it. */
class HealthIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void readyAliveAndAway() {
        RealRedis redis = new RealRedis();
        Map<String, String> environment;
        String ready;
        try (Meshgate meshgate = Meshgate.serve(
                directory, Map.of("P3D_SERVER__MANAGEMENT_HOST", "0.0.0.0"), "--redis-url", redis.url())) {
            // Given the environment of an image
            environment = Map.of(
                    "P3D_SERVER__MANAGEMENT_HOST",
                    "0.0.0.0",
                    "P3D_SERVER__MANAGEMENT_PORT",
                    "" + meshgate.managementPort());
            ready = "http://127.0.0.1:" + meshgate.managementPort() + "/q/health/ready";
            // Then
            assertThat(Meshgate.run(directory, environment, "", "health"))
                    .isEqualTo(new Meshgate.Result(0, "ok: " + ready + "\n", ""));
            // And without Redis it is not ready, but lives
            redis.close();
            Meshgate.Result notReady = new Meshgate.Result(1, "", ready + " answers 503.\n");
            Map<String, String> there = environment;
            await().atMost(LIMIT)
                    .until(() -> Meshgate.run(directory, there, "", "health").equals(notReady));
            assertThat(Meshgate.run(directory, environment, "", "health", "--live")
                            .exitCode())
                    .isZero();
        }
        assertThat(Meshgate.run(directory, environment, "", "health"))
                .isEqualTo(new Meshgate.Result(
                        1, "", ready + " cannot be reached. Does the server run, and listen there?\n"));
    }
}
