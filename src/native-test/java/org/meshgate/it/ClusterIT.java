package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.it.Meshgate.Result;
import org.meshgate.testing.RedisCluster;

/** The service and its commands on a Redis cluster, by the address of a node that does not have their keys. */
class ClusterIT {

    private static final String REFUSED =
            "redis.key_prefix (3daigc:) must have a hash tag, such as {3daigc}:, because Redis is a cluster and all keys"
                    + " must be on one node. docs/redis.md says how to rename the keys of an installation";

    @TempDir
    static Path directory;

    private static RedisCluster redis;

    @BeforeAll
    static void start() {
        redis = new RedisCluster();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void aPrefixWithoutAHashTagStopsEveryCommand() {
        // Given
        Map<String, String> settings = Map.of("P3D_REDIS_URL", redis.url());
        // When
        Result serve = Meshgate.run(
                directory,
                settings,
                "",
                "serve",
                "--port",
                "" + Meshgate.freePort(),
                "--management-port",
                "" + Meshgate.freePort());
        Result made = createAdmin(settings);
        Result doctor = Meshgate.run(directory, settings, "", "doctor");
        // Then
        assertThat(serve.exitCode()).isEqualTo(1);
        assertThat(serve.err()).endsWith("Configuration: " + REFUSED + "\n").doesNotContain("\tat ");
        assertThat(made).isEqualTo(new Result(1, "", "Configuration: " + REFUSED + "\n"));
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out()).contains("problem  start          Configuration: " + REFUSED);
        assertThat(redis.keysElsewhere()).isZero();
    }

    @Test
    void serviceAndCommandsFindTheNodeOfTheirKeys() {
        // Given
        Map<String, String> settings = settings(redis.url());
        // When
        Result made = createAdmin(settings);
        Result doctor = Meshgate.run(directory, settings, "", "doctor");
        // Then
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(doctor.out())
                .contains("ok       redis          reached: redis://" + redis.address())
                .contains("ok       cluster        the primary of all keys (slot " + RedisCluster.SLOT + ") is "
                        + redis.primary() + ", with 1 replica");
        try (Meshgate meshgate = Meshgate.serve(directory, settings)) {
            Client.user(meshgate, "alice", "mypassword")
                    .request()
                    .get(Client.USERS + "/me")
                    .then()
                    .statusCode(200);
        }
        assertThat(redis.keysElsewhere()).isZero();
    }

    @Test
    void aDatabaseWithANumberIsRefused() {
        Result made = createAdmin(settings(redis.url() + "/3"));
        assertThat(made)
                .isEqualTo(new Result(
                        1,
                        "",
                        "Redis cannot be reached (it is a cluster, which has database 0 alone: take the number out of"
                                + " redis_url). Check redis_url and that Redis runs.\n"));
    }

    private static Result createAdmin(Map<String, String> settings) {
        return Meshgate.run(
                directory,
                settings,
                "a long password\n",
                "create-admin",
                "--username",
                "admin",
                "--email",
                "admin@example.com",
                "--password-stdin");
    }

    private static Map<String, String> settings(String url) {
        return Map.of("P3D_REDIS_URL", url, "P3D_REDIS__KEY_PREFIX", RedisCluster.PREFIX);
    }
}
