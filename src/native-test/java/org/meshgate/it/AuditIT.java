package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands leave in the audit, and a log of JSON as containers have it. */
class AuditIT {

    private static final String PASSWORD = "a long secret";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    static Path directory;

    @Test
    void commandsAreInTheAuditAndEveryLineOfTheLogIsJson() {
        try (RealRedis redis = new RealRedis();
                Meshgate meshgate = Meshgate.serve(
                        directory, Map.of("P3D_REDIS_URL", redis.url(), "P3D_SERVER__LOG_FORMAT", "json"))) {
            // Given an administrator, the same again, and a migration
            Client admin = Client.admin(meshgate, directory, redis, "root", PASSWORD);
            Meshgate.Result again = Meshgate.run(
                    directory,
                    Map.of("P3D_REDIS_URL", redis.url(), "P3D_SERVER__LOG_FORMAT", "json"),
                    PASSWORD + "\n",
                    "create-admin",
                    "--username",
                    "root",
                    "--email",
                    "other@example.com",
                    "--password-stdin");
            assertThat(again).isEqualTo(new Meshgate.Result(1, "", "This username is already taken.\n"));
            assertThat(Meshgate.run(directory, Map.of("P3D_REDIS_URL", redis.url()), "", "migrate")
                            .exitCode())
                    .isZero();
            // When
            List<Map<String, Object>> told = admin.request()
                    .header("X-Request-Id", "request-of-a-test")
                    .get("/api/v1/users/admin/audit?user=cli")
                    .path("entries");
            // Then
            assertThat(told)
                    .extracting(entry -> entry.get("action") + " " + entry.get("outcome"))
                    .containsExactly(
                            "cli_migrate success", "cli_create_admin USERNAME_TAKEN", "cli_create_admin success");
            assertThat(told.get(2).get("target").toString()).matches("user_[0-9a-f]{16}");
            // And the log has lines of JSON alone
            Awaitility.await().untilAsserted(() -> assertThat(lines(meshgate))
                    .anyMatch(line -> "request-of-a-test".equals(field(line, "request_id"))));
            List<JsonNode> lines = lines(meshgate);
            JsonNode access = lines.stream()
                    .filter(line -> "request-of-a-test".equals(field(line, "request_id")))
                    .findFirst()
                    .orElseThrow();
            assertThat(access.path("loggerName").asText()).isEqualTo("meshgate.access");
            assertThat(access.path("message").asText()).isEqualTo("GET /api/v1/users/admin/audit 200");
            assertThat(field(access, "status")).isEqualTo("200");
            JsonNode login = lines.stream()
                    .filter(line -> line.path("loggerName").asText().equals("meshgate.audit"))
                    .findFirst()
                    .orElseThrow();
            assertThat(login.path("message").asText()).isEqualTo("login success");
            assertThat(field(login, "action")).isEqualTo("login");
            assertThat(field(login, "request_id")).matches("[0-9a-f]{16}");
            assertThat(meshgate.output()).doesNotContain(PASSWORD).doesNotContain(admin.token());
        }
    }

    @Test
    void aLineWrittenDuringARequestHasItsIdAndNoOtherLineHas() {
        RealRedis redis = new RealRedis();
        try (Meshgate meshgate = Meshgate.serve(
                directory,
                Map.of("P3D_REDIS_URL", redis.url(), "P3D_SERVER__LOG_FORMAT", "json", "QUARKUS_LOG_LEVEL", "DEBUG"))) {
            Client admin = Client.admin(meshgate, directory, redis, "root", PASSWORD);
            // When Redis goes, and somebody asks
            redis.close();
            admin.request()
                    .header("X-Request-Id", "request-without-redis")
                    .get("/api/v1/users/me")
                    .then()
                    .statusCode(503);
            // Then
            Awaitility.await().untilAsserted(() -> {
                assertThat(lines(meshgate))
                        .filteredOn(line -> line.path("message")
                                .asText()
                                .startsWith("request request-without-redis: Redis unavailable"))
                        .extracting(line -> field(line, "request_id"))
                        .containsOnly("request-without-redis");
                assertThat(lines(meshgate))
                        .filteredOn(line -> line.path("message").asText().startsWith("connection to Redis lost"))
                        .isNotEmpty()
                        .extracting(line -> field(line, "request_id"))
                        .containsOnly("");
            });
        }
    }

    private static String field(JsonNode line, String name) {
        return line.path("mdc").path(name).asText();
    }

    private static List<JsonNode> lines(Meshgate meshgate) {
        return meshgate.output().lines().map(AuditIT::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
