package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.it.Meshgate.Result;
import org.meshgate.testing.ServerProgram;
import org.meshgate.testing.TestCertificates;

/** A Redis by TLS, with an authority of its own, for the service and its commands. Wants a {@code redis-server}. */
class RedisTlsIT {

    private static final String[] MAKE_ADMIN = {
        "create-admin", "--username", "admin", "--email", "admin@example.com", "--password-stdin"
    };

    @TempDir
    static Path directory;

    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static final int PORT = ServerProgram.freePort();

    private static ServerProgram redis;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void start() {
        assumeTrue(ServerProgram.find("redis-server").isPresent(), ServerProgram.missing("redis-server"));
        ours = CERTIFICATES.authority("ours");
        theirs = CERTIFICATES.authority("theirs");
        CERTIFICATES.server("good", "ours", "dns:localhost", "-1d", 30);
        redis = ServerProgram.start(
                ServerProgram.find("redis-server").orElseThrow(),
                PORT,
                List.of(
                        "port 0",
                        "tls-port " + PORT,
                        "tls-auth-clients no",
                        "tls-cert-file " + CERTIFICATES.certificate("good"),
                        "tls-key-file " + CERTIFICATES.key("good"),
                        "tls-ca-cert-file " + ours));
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void serviceAndCommandsTrustTheAuthorityOfTheFile() {
        // Given
        Map<String, String> settings = settings("localhost", ours);
        // When
        Result made = Meshgate.run(directory, settings, "a long password\n", MAKE_ADMIN);
        Result doctor = Meshgate.run(directory, settings, "", "doctor");
        // Then
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(doctor.out())
                .contains("ok       redis          reached: rediss://localhost:" + PORT)
                .contains("ok       tls ");
        try (Meshgate meshgate = Meshgate.serve(directory, settings)) {
            Client.user(meshgate, "alice", "mypassword")
                    .request()
                    .get(Client.USERS + "/me")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void whatIsWrongWithACertificateIsOneLine() {
        assertRefused(settings("localhost", theirs), "its certificate is by an authority that is not trusted");
        assertRefused(settings("127.0.0.1", ours), "its certificate is for another host name");
        try (Meshgate meshgate = Meshgate.serve(directory, settings("localhost", theirs))) {
            assertThat(meshgate.output())
                    .contains("Redis cannot be reached (its certificate is by an authority that is not trusted)")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aFileThatIsNotThereStopsEveryCommand() {
        Map<String, String> settings = settings("localhost", Path.of("/nowhere/ca.pem"));
        Result made = Meshgate.run(directory, settings, "a long password\n", MAKE_ADMIN);
        assertThat(made.exitCode()).isEqualTo(1);
        assertThat(made.err().strip()).isEqualTo("Configuration: redis.ca_file: /nowhere/ca.pem cannot be read");
        assertThat(Meshgate.run(directory, settings, "", "doctor").out())
                .contains("problem  configuration  redis.ca_file: /nowhere/ca.pem cannot be read");
    }

    private static void assertRefused(Map<String, String> settings, String reason) {
        Result made = Meshgate.run(directory, settings, "a long password\n", MAKE_ADMIN);
        assertThat(made.exitCode()).isEqualTo(1);
        assertThat(made.err().strip())
                .isEqualTo("Redis cannot be reached (" + reason + "). Check redis_url and that Redis runs.");
        Result doctor = Meshgate.run(directory, settings, "", "doctor");
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out()).contains("problem  redis          Redis cannot be reached (" + reason + ")");
        assertThat(doctor.err()).doesNotContain("\tat ");
    }

    private static Map<String, String> settings(String host, Path authority) {
        return Map.of("P3D_REDIS_URL", "rediss://" + host + ":" + PORT, "P3D_REDIS__CA_FILE", authority.toString());
    }
}
