package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.it.Client.USERS;

import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console, as the program that is shipped serves it: its files, and the first steps of a person in a browser. */
class ConsoleIT {

    private static final Path SOURCES = Path.of("src", "main", "resources", "META-INF", "resources", "console");

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static Meshgate meshgate;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        meshgate = Meshgate.serve(directory, Map.of(), "--redis-url", redis.url());
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    @Test
    void everyFileIsServedAsItIsInTheSources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = "/console/" + SOURCES.relativize(file);
                Response response = given().get(meshgate.url() + path);
                assertThat(response.statusCode()).as(path).isEqualTo(200);
                assertThat(response.asByteArray()).as(path).isEqualTo(Files.readAllBytes(file));
                assertThat(response.header("Content-Security-Policy"))
                        .as(path)
                        .startsWith("default-src 'none'")
                        .doesNotContain("unsafe-inline");
            }
        }
    }

    @Test
    void theLargeFileIsCompressedAndImmutable() {
        Response response = given().config(RestAssuredConfig.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", "gzip")
                .head(meshgate.url() + "/console/vendor/model-viewer-4.4.0.js");
        response.then()
                .statusCode(200)
                .header("Content-Encoding", equalTo("gzip"))
                .header("Cache-Control", containsString("immutable"));
        assertThat(Integer.parseInt(response.header("Content-Length"))).isLessThan(300_000);
    }

    @Test
    void theBannerNamesTheConsoleFirst() {
        assertThat(meshgate.output().lines().dropWhile(line -> !line.startsWith("Meshgate ")))
                .element(1)
                .isEqualTo("  Console   " + meshgate.url() + "/console/");
    }

    @Test
    void aBrowserOnTheMachineMakesTheFirstAdministratorAndStaysSignedIn() {
        // Given
        given().get(meshgate.url() + USERS + "/first-admin")
                .then()
                .statusCode(200)
                .body("needed", equalTo(true))
                .body("here", equalTo(true));
        // When
        Response made = given().header("Sec-Fetch-Site", "same-origin")
                .contentType("application/json")
                .body(Map.of("username", "root", "email", "root@example.com", "password", "long enough"))
                .post(meshgate.url() + USERS + "/first-admin");
        // Then
        made.then().statusCode(200).header("Set-Cookie", startsWith("meshgate=p3d_"));
        given().header("Sec-Fetch-Site", "same-origin")
                .cookie("meshgate", made.cookie("meshgate"))
                .get(meshgate.url() + USERS + "/admin/users")
                .then()
                .statusCode(200);
        given().cookie("meshgate", made.cookie("meshgate"))
                .get(meshgate.url() + USERS + "/admin/users")
                .then()
                .statusCode(401);
    }
}
