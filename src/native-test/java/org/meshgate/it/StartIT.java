package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that work, and starts that are refused: in one line, with exit code 1. */
class StartIT {

    private static final String STATUS = "/api/v1/system/auth-status";

    @TempDir
    Path directory;

    @Test
    void theBannerSaysWhatAnOperatorNeedsAndNoSecret() {
        try (RealRedis redis = new RealRedis();
                Meshgate meshgate = Meshgate.serve(directory, Map.of(), "--redis-url", redis.url())) {
            assertThat(meshgate.output())
                    .contains("authenticated mode")
                    .contains(meshgate.url())
                    .contains("/docs")
                    .contains(redis.url())
                    .contains("create-admin")
                    .contains("Browsers  pages of every origin may call");
        }
    }

    @Test
    void aSecondStartSaysSoInOneLine() {
        try (RealRedis redis = new RealRedis();
                Meshgate first = Meshgate.serve(directory, Map.of(), "--redis-url", redis.url())) {
            Meshgate.Result second = Meshgate.run(
                    directory, Map.of("P3D_REDIS_URL", redis.url()), "", "serve", "--port", "" + first.port());
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .matches("Cannot listen on 0.0.0.0:" + first.port() + " \\(.*\\)\\. Is Meshgate running already\\?"
                            + " Stop it, or choose another port with --port\\.\n");
            Meshgate.Result management = Meshgate.run(
                    directory,
                    Map.of("P3D_REDIS_URL", redis.url()),
                    "",
                    "serve",
                    "--port",
                    "" + Meshgate.freePort(),
                    "--management-port",
                    "" + first.managementPort());
            assertThat(management.exitCode()).isEqualTo(1);
            assertThat(management.err()).contains("--management-port").hasLineCount(1);
        }
    }

    @Test
    void theGuidesThreeWaysOfConfigurationWorkInTheirOrder() throws IOException {
        try (RealRedis redis = new RealRedis()) {
            Files.writeString(
                    directory.resolve("config.yaml"),
                    "redis_url: " + redis.url() + "\nsecurity:\n  user_auth_enabled: false\n  api_key_required: false\n"
                            + "  cors_origins: [\"*\"]\n");
            assertThat(mode(Map.of())).isEqualTo("simple");
            assertThat(mode(Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "true"))).isEqualTo("authenticated");
            assertThat(mode(Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "true"), "--user-auth=false"))
                    .isEqualTo("simple");
        }
    }

    @Test
    void aCatalogThatContradictsItselfIsToldInOneLine() throws IOException {
        // Given
        Path types = Files.writeString(
                directory.resolve("types.yaml"),
                "- path: /api/v1/a\n  feature: text_to_motion\n  message: Queued\n  fields: {}\n"
                        + "  inputs: {text: {field: text}}\n  metadata: {}\n");
        try (RealRedis redis = new RealRedis()) {
            // When
            Meshgate.Result result = Meshgate.run(
                    directory,
                    Map.of("P3D_REDIS_URL", redis.url(), "P3D_CATALOG__JOB_TYPES", types.toString()),
                    "",
                    "serve",
                    "--port",
                    "" + Meshgate.freePort(),
                    "--management-port",
                    "0");
            // Then
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualTo("Catalog: " + types + " line 5: field is not among the fields of the job type\n");
        }
    }

    @Test
    void inSimpleModeAnApiKeyCanBeDemanded() {
        try (RealRedis redis = new RealRedis();
                Meshgate meshgate = Meshgate.serve(
                        directory,
                        Map.of(
                                "P3D_REDIS_URL", redis.url(),
                                "P3D_SECURITY__USER_AUTH_ENABLED", "false",
                                "P3D_SECURITY__API_KEY_REQUIRED", "true",
                                "P3D_SECURITY__API_KEYS", "[\"one key\",\"other\"]"))) {
            given().baseUri(meshgate.url())
                    .get(STATUS)
                    .then()
                    .body("mode", equalTo("simple"))
                    .body("api_key_required", equalTo(true));
        }
    }

    @Test
    void aPasswordOfOddCharactersReachesRedisAndNothingElse() {
        String password = "pa,ss${HOME}$x+y";
        try (RealRedis redis = new RealRedis(password);
                Meshgate meshgate = Meshgate.serve(
                        directory,
                        Map.of("P3D_REDIS_URL", "redis://:pa,ss%24%7BHOME%7D%24x+y@127.0.0.1:" + redis.port()))) {
            assertThat(register(meshgate, "alice")).startsWith("p3d_");
            assertThat(meshgate.output()).doesNotContain("pa,ss").doesNotContain("%7BHOME");
        }
    }

    @Test
    void switchingModesLosesNothing() {
        try (RealRedis redis = new RealRedis()) {
            String token;
            try (Meshgate meshgate = Meshgate.serve(directory, Map.of(), "--redis-url", redis.url())) {
                token = register(meshgate, "alice");
            }
            try (Meshgate meshgate =
                    Meshgate.serve(directory, Map.of(), "--redis-url", redis.url(), "--user-auth=false")) {
                given().baseUri(meshgate.url()).get("/api/v1/users/me").then().statusCode(503);
            }
            try (Meshgate meshgate = Meshgate.serve(directory, Map.of(), "--redis-url", redis.url())) {
                assertThat(profile(meshgate, token)).isEqualTo(200);
            }
        }
    }

    @Test
    void aBadValueIsToldInOneLineWithItsOrigin() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), "server:\n  port: eighty\n");
        assertThat(Meshgate.run(directory, Map.of(), "", "serve"))
                .isEqualTo(new Meshgate.Result(
                        1,
                        "",
                        "Configuration: server.port (config.yaml line 2) must be a whole number from 0 to 65535\n"));
        assertThat(Meshgate.run(directory, Map.of(), "", "serve", "--port", "0", "--user-auth=maybe"))
                .isEqualTo(new Meshgate.Result(
                        1,
                        "",
                        "Configuration: security.user_auth_enabled (option --user-auth) must be true or false\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    security:;  registration: closed;security:;  hide_foreign_jobs: true | config.yaml line 3 has the key security again, which is in line 1 already
                    security:;  api_keys:;  - real-key-123456;  -                        | security.api_keys (config.yaml line 4) is null: give it a value, or leave it out
                    redis_url: valkey://127.0.0.1:6379                                   | redis_url (config.yaml line 1) must begin with redis://, or with rediss:// for TLS, for a Valkey server as well
                    redis_url: redis://127.0.0.1:99999                                   | redis_url (config.yaml line 1) must have a port from 1 to 65535, such as redis://localhost:6379
                    security:;  cors_origins: [https://*.example]                        | security.cors_origins (config.yaml line 2) cannot have an origin with a wildcard in it: name each origin in full, or use * alone for all
                    """)
    void whatWouldMeanSomethingElseIsRefusedByServerAndDoctorAlike(String yaml, String message) throws IOException {
        // Given
        Files.writeString(directory.resolve("config.yaml"), yaml.replace(';', '\n') + "\n");
        // When
        Meshgate.Result served = Meshgate.run(directory, Map.of(), "", "serve", "--port", "0");
        Meshgate.Result examined = Meshgate.run(directory, Map.of(), "", "doctor");
        // Then
        assertThat(served).isEqualTo(new Meshgate.Result(1, "", "Configuration: " + message + "\n"));
        assertThat(examined.exitCode()).isEqualTo(1);
        assertThat(examined.out()).contains("problem").contains(message);
    }

    @Test
    void theDoctorReadsTheCatalogAsTheServerDoes() throws IOException {
        // Given
        Path models = Files.writeString(directory.resolve("models.yaml"), "a: {}\nb: {}\na: {}\n");
        try (RealRedis redis = new RealRedis()) {
            // When
            Meshgate.Result result = Meshgate.run(
                    directory,
                    Map.of("P3D_REDIS_URL", redis.url(), "P3D_CATALOG__MODELS", models.toString()),
                    "",
                    "doctor");
            // Then
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).contains(models + " line 3 has the key a again, which is in line 1 already");
        }
    }

    @Test
    void onlyTheFourWaysSetASetting() throws IOException {
        // Given whatever else Quarkus reads
        Files.writeString(directory.resolve(".env"), "MESHGATE_SECURITY_USER_AUTH_ENABLED=false\n");
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(
                directory.resolve("config/application.properties"), "meshgate.security.user_auth_enabled=false\n");
        Map<String, String> environment = Map.of(
                "MESHGATE_SECURITY_USER_AUTH_ENABLED", "false",
                "_PROD_MESHGATE_SECURITY_USER_AUTH_ENABLED", "false",
                "MESHGATE_SERVER_PORT", "tcp://10.0.0.1:7842",
                "MESHGATE_SECURITY_API_KEYS_0_", "key",
                "QUARKUS_HTTP_PORT", "1",
                "QUARKUS_HTTP_HOST", "192.0.2.1",
                "QUARKUS_MANAGEMENT_PORT", "1",
                "QUARKUS_REDIS_PASSWORD", "other",
                "QUARKUS_PROFILE", "test",
                "P3D_SECURITY_REGISTRATION", "closed");
        try (RealRedis redis = new RealRedis();
                // When
                Meshgate meshgate = Meshgate.serve(directory, environment, "--redis-url", redis.url())) {
            // Then
            given().baseUri(meshgate.url())
                    .get(STATUS)
                    .then()
                    .body("mode", equalTo("authenticated"))
                    .body("registration", equalTo("open"));
            assertThat(register(meshgate, "alice")).startsWith("p3d_");
            assertThat(meshgate.output())
                    .contains(
                            "environment variable MESHGATE_SECURITY_USER_AUTH_ENABLED is ignored;"
                                    + " set security.user_auth_enabled (P3D_SECURITY__USER_AUTH_ENABLED) instead",
                            "environment variable QUARKUS_HTTP_PORT is ignored; set server.port (P3D_SERVER__PORT) instead",
                            "MESHGATE_SECURITY_USER_AUTH_ENABLED in the file .env is ignored",
                            "unknown environment variable P3D_SECURITY_REGISTRATION is ignored;"
                                    + " did you mean security.registration (P3D_SECURITY__REGISTRATION)?");
        }
    }

    @Test
    void aDatabaseThatRedisDoesNotHaveIsNamed() {
        try (RealRedis redis = new RealRedis()) {
            Meshgate.Result result =
                    Meshgate.run(directory, Map.of(), "", "doctor", "--redis-url", redis.url() + "/16");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).contains("it has no database with the number in redis_url");
        }
    }

    @Test
    void aServiceWhoseRedisIsAwayStartsAndSaysSo() {
        try (Meshgate meshgate =
                Meshgate.serve(directory, Map.of(), "--redis-url", "redis://127.0.0.1:" + Meshgate.freePort())) {
            given().get(meshgate.managementUrl() + "/q/health/ready").then().statusCode(503);
            given().get(meshgate.managementUrl() + "/q/health/live").then().statusCode(200);
            assertThat(meshgate.output()).contains("Redis cannot be reached (nothing listens there)");
        }
    }

    static String register(Meshgate meshgate, String name) {
        return given().baseUri(meshgate.url())
                .contentType("application/json")
                .body(Map.of("username", name, "email", name + "@example.com", "password", "mypassword"))
                .post("/api/v1/users/register")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    static int profile(Meshgate meshgate, String token) {
        return given().baseUri(meshgate.url())
                .header("Authorization", "Bearer " + token)
                .get("/api/v1/users/me")
                .statusCode();
    }

    private String mode(Map<String, String> environment, String... options) {
        try (Meshgate meshgate = Meshgate.serve(directory, environment, options)) {
            return given().baseUri(meshgate.url()).get(STATUS).path("mode");
        }
    }
}
