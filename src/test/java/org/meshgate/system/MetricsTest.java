package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.UNKNOWN_TOKEN;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GivenThrottleTime;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Metrics;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** Each thing that is counted is counted once, and by nothing that a client sent. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(MetricsTest.SmallLimits.class)
class MetricsTest {

    private static final String WRONG = "not the password";
    private static final String UPLOADS = "/api/v1/file-upload/";

    public static class SmallLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "meshgate.server.trusted_proxies", "127.0.0.0/8,::1",
                    "meshgate.security.login_per_minute", "2",
                    "meshgate.security.register_per_hour_address", "2",
                    "meshgate.security.rate_limit_per_minute", "40",
                    "meshgate.jobs.max_queued_per_user", "1",
                    "meshgate.limits.upload_files_per_user", "1",
                    "meshgate.storage.uploads", "target/test-uploads-metrics");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(GivenThrottleTime.class);
        }
    }

    @Inject
    Accounts accounts;

    @Inject
    TestClock clock;

    @BeforeEach
    void stopTheClock() {
        clock.stop();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @TestHTTPResource(value = "/metrics", management = true)
    URI endpoint;

    @TestHTTPResource
    URI server;

    private final String address = "198.51.100." + ThreadLocalRandom.current().nextInt(1, 255) + ", " + "2001:db8:"
            + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10000)) + "::1";

    private Metrics metrics;

    @BeforeEach
    void metrics() {
        metrics = new Metrics(endpoint);
    }

    private static Map<String, Double> once(String... series) {
        Map<String, Double> expected = new java.util.TreeMap<>();
        for (String name : series) {
            expected.put("meshgate_" + name, 1.0);
        }
        return expected;
    }

    private Response post(String path, Map<String, String> body) {
        return given().header("X-Forwarded-For", address)
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private int login(String name, String password) {
        return post(USERS + "/login", Map.of("username", name, "password", password))
                .statusCode();
    }

    private int register(String name, String password) {
        return post(USERS + "/register", Map.of("username", name, "email", name + "@example.com", "password", password))
                .statusCode();
    }

    @Test
    void loginsAreCountedByTheirOutcome() {
        // Given
        Account alice = accounts.createAdmin();
        Account bob = accounts.createAdmin();
        // Then
        assertThat(metrics.risenBy(
                        () -> assertThat(login(alice.username(), PASSWORD)).isEqualTo(200)))
                .isEqualTo(once("logins_total{outcome=\"succeeded\"}"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(metrics.risenBy(
                            () -> assertThat(login(bob.username(), WRONG)).isEqualTo(401)))
                    .isEqualTo(once("logins_total{outcome=\"refused\"}"));
        }
        assertThat(metrics.risenBy(
                        () -> assertThat(login(bob.username(), WRONG)).isEqualTo(429)))
                .isEqualTo(once("logins_total{outcome=\"throttled\"}", "throttled_total{limit=\"login\"}"));
    }

    @Test
    void theLoginOfADisabledAccountIsCountedAsSuch() {
        // Given
        Account admin = accounts.createAdmin();
        Account alice = accounts.createAdmin();
        as(admin)
                .contentType("application/json")
                .body(Map.of("is_active", false))
                .patch(USERS + "/admin/users/" + alice.userId())
                .then()
                .statusCode(200);
        // Then
        assertThat(metrics.risenBy(
                        () -> assertThat(login(alice.username(), PASSWORD)).isEqualTo(401)))
                .isEqualTo(once("logins_total{outcome=\"disabled\"}"));
    }

    @Test
    void registrationsAreCountedByTheirOutcome() {
        assertThat(metrics.risenBy(
                        () -> assertThat(register(unique("carol-"), PASSWORD)).isEqualTo(200)))
                .isEqualTo(once("registrations_total{outcome=\"created\"}"));
        assertThat(metrics.risenBy(
                        () -> assertThat(register(unique("carol-"), "short")).isEqualTo(422)))
                .isEqualTo(once("registrations_total{outcome=\"refused\"}"));
        assertThat(register(unique("carol-"), PASSWORD)).isEqualTo(200);
        assertThat(metrics.risenBy(
                        () -> assertThat(register(unique("carol-"), PASSWORD)).isEqualTo(429)))
                .isEqualTo(
                        once("registrations_total{outcome=\"throttled\"}", "throttled_total{limit=\"registration\"}"));
    }

    @Test
    void checksOfTokensAreCountedByResultAndSource() {
        // Given
        await().untilAsserted(() ->
                assertThat(metrics.value("meshgate_token_feed_proven")).isEqualTo(1));
        Account alice = accounts.createAdmin();
        Runnable good = () -> as(alice).get(ME).then().statusCode(200);
        Runnable unknown = () -> as(UNKNOWN_TOKEN).get(ME).then().statusCode(401);
        // Then
        assertThat(metrics.risenBy(good)).isEqualTo(once("token_checks_total{result=\"accepted\",source=\"redis\"}"));
        await().untilAsserted(() -> assertThat(metrics.risenBy(good))
                .isEqualTo(once("token_checks_total{result=\"accepted\",source=\"memory\"}")));
        assertThat(metrics.risenBy(unknown)).isEqualTo(once("token_checks_total{result=\"refused\",source=\"redis\"}"));
        assertThat(metrics.risenBy(() -> as("nonsense").get(ME).then().statusCode(401)))
                .isEqualTo(once("token_checks_total{result=\"refused\",source=\"memory\"}"));
    }

    @Test
    void requestsBeyondTheGeneralLimitAreCounted() {
        // Given
        Account alice = accounts.createAdmin();
        for (int i = 0; i < 40; i++) {
            as(alice).get(ME).then().statusCode(200);
        }
        // Then
        await().untilAsserted(() -> assertThat(
                        metrics.risenBy(() -> as(alice).get(ME).then().statusCode(429)))
                .containsEntry("meshgate_throttled_total{limit=\"requests\"}", 1.0));
    }

    @Test
    void jobsAreCountedByFeatureAndARepetitionIsNoSecondOne() {
        // Given
        Account alice = accounts.createAdmin();
        String key = unique("key-");
        Runnable submit = () -> as(alice)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(Map.of("prompt", "a 3d cat model"))
                .post(Jobs.SUBMIT)
                .then()
                .statusCode(200);
        // Then
        assertThat(metrics.risenBy(submit))
                .containsEntry("meshgate_jobs_submitted_total{feature=\"text_to_textured_mesh\"}", 1.0)
                .hasSize(2); // and the check of the token
        assertThat(metrics.risenBy(submit).keySet())
                .singleElement()
                .asString()
                .startsWith("meshgate_token_checks_total");
        assertThat(metrics.risenBy(() -> as(alice)
                        .contentType("application/json")
                        .body(Map.of("prompt", "another"))
                        .post(Jobs.SUBMIT)
                        .then()
                        .statusCode(429)))
                .containsEntry("meshgate_throttled_total{limit=\"jobs\"}", 1.0);
    }

    @Test
    void uploadsAreCountedByKindAndOutcome() throws IOException {
        // Given
        Account alice = accounts.createAdmin();
        // Then
        assertThat(metrics.risenBy(() -> upload(alice, "image", "cat.png", new byte[100], 422)))
                .containsEntry("meshgate_uploads_total{kind=\"image\",outcome=\"refused\"}", 1.0);
        assertThat(metrics.risenBy(() -> upload(alice, "image", "cat.png", UploadSamples.png(16, 16), 200)))
                .containsEntry("meshgate_uploads_total{kind=\"image\",outcome=\"stored\"}", 1.0);
        assertThat(metrics.risenBy(() -> upload(alice, "mesh", "cat.glb", UploadSamples.glb(2000), 429)))
                .containsEntry("meshgate_uploads_total{kind=\"mesh\",outcome=\"refused\"}", 1.0)
                .containsEntry("meshgate_throttled_total{limit=\"uploads\"}", 1.0);
        String aborted = "meshgate_uploads_total{kind=\"mesh\",outcome=\"aborted\"}";
        double before = metrics.value(aborted);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String head = "POST " + UPLOADS + "mesh HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + alice.token()
                    + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n"
                    + "Expect: 100-continue\r\n\r\n";
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100"); // the body is waited for now
        }
        await().untilAsserted(() -> assertThat(metrics.value(aborted)).isEqualTo(before + 1));
    }

    private static void upload(Account account, String kind, String name, byte[] content, int status) {
        as(account).multiPart("file", name, content).post(UPLOADS + kind).then().statusCode(status);
    }

    @Test
    void commandsToRedisAreTimed() {
        // Given
        double before = metrics.value("meshgate_redis_command_seconds_count");
        // When
        assertThat(login(unique("nobody-"), WRONG)).isEqualTo(401);
        // Then
        assertThat(metrics.value("meshgate_redis_command_seconds_count")).isGreaterThan(before);
        assertThat(metrics.series("meshgate_redis_command_seconds_bucket")).hasSize(12);
        assertThat(metrics.value("meshgate_redis_connections")).isGreaterThan(1);
        await().untilAsserted(() ->
                assertThat(metrics.value("meshgate_redis_waiting")).isZero());
        assertThat(metrics.value("meshgate_hashes_waiting")).isZero();
        assertThat(metrics.value("meshgate_hashes_running")).isZero();
    }

    @Test
    void nothingThatAClientSentIsALabel() {
        // Given
        String name = unique("lookforme-");
        register(name, PASSWORD);
        login(name, PASSWORD);
        login(name, WRONG);
        as("p3d_" + name).get(ME);
        as(accounts.createAdmin())
                .multiPart("file", name + ".png", new byte[10])
                .post(UPLOADS + "image");
        as(accounts.createAdmin())
                .contentType("application/json")
                .body(Map.of("prompt", name, "model_preference", name))
                .post(Jobs.SUBMIT);
        // Then
        assertThat(metrics.text()).doesNotContain("lookforme").contains("meshgate_logins_total");
    }
}
