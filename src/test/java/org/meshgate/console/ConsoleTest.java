package org.meshgate.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.RawHttp;
import org.meshgate.testing.RedisResource;

/** The console's files as a browser gets them. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ConsoleTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-src 'self'; frame-ancestors 'none'";

    @TestHTTPResource("/")
    URI server;

    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/index.html"})
    void thePageHasItsSecurityHeaders(String path) {
        plain().get(path)
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/html; charset=UTF-8"))
                .header("Content-Security-Policy", equalTo(PAGE_POLICY))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Opener-Policy", equalTo("same-origin"))
                .header("Cache-Control", equalTo("no-cache"))
                .body(startsWith("<!doctype html>"));
    }

    @Test
    void aFileIsCompressedForClientsThatAcceptIt() {
        // When
        Response compressed =
                plain().header("Accept-Encoding", "br, GZIP;q=0.8").get("/console/console.css");
        Response whole = plain().get("/console/console.css");
        Response refused =
                plain().header("Accept-Encoding", "gzip;q=0, identity").get("/console/console.css");
        // Then
        compressed
                .then()
                .statusCode(200)
                .header("Content-Encoding", equalTo("gzip"))
                .header("Vary", containsString("accept-encoding"))
                .header("Content-Type", equalTo("text/css; charset=UTF-8"));
        whole.then().statusCode(200).header("Content-Encoding", nullValue());
        refused.then().statusCode(200).header("Content-Encoding", nullValue());
        assertThat(compressed.asByteArray().length)
                .isLessThan(whole.asByteArray().length / 2)
                .isPositive();
        assertThat(compressed.header("ETag")).isNotEqualTo(whole.header("ETag"));
    }

    @Test
    void aFileThatTheClientHasIsNotSentAgain() {
        // Given
        String tag = plain().header("Accept-Encoding", "gzip")
                .get("/console/console.css")
                .header("ETag");
        // When, Then
        for (String condition : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            plain().header("Accept-Encoding", "gzip")
                    .header("If-None-Match", condition)
                    .get("/console/console.css")
                    .then()
                    .statusCode(304)
                    .header("ETag", equalTo(tag))
                    .header("Content-Encoding", nullValue())
                    .body(equalTo(""));
        }
        plain().header("If-None-Match", "\"other\"")
                .get("/console/console.css")
                .then()
                .statusCode(200);
    }

    @Test
    void headAnswersTheHeadersOfGet() {
        Response get = plain().get("/console/");
        plain().head("/console/")
                .then()
                .statusCode(200)
                .header("Content-Length", equalTo(Integer.toString(get.asByteArray().length)))
                .header("ETag", equalTo(get.header("ETag")))
                .header("Content-Security-Policy", equalTo(PAGE_POLICY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/nothing",
                "/console/vendor",
                "/console/vendor/",
                "/console/vendor/nothing.js",
                "/console/INDEX.HTML",
                "/console/index.html/",
                "/console/..%2f..%2f..%2fapplication.yaml",
                "/console/%2e%2e/%2e%2e/%2e%2e/catalog/models.yaml",
                "/console/.hidden.js",
                "/console/a/b/c/d/e/f.js"
            })
    void anUnknownPathIsAPageForPeopleAndAProblemForPrograms(String path) {
        plain().header("Accept", BROWSER).get(path).then().statusCode(404).header("Cache-Control", equalTo("no-store"));
        assertProblem(plain().header("Accept", "*/*").get(path), 404, "NOT_FOUND", containsString("no such route"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BROWSER, "*/*"})
    void theAnswerForAnUnknownPathVariesByAccept(String accept) {
        for (String path : List.of("/console/nothing", "/console/nothing.js")) {
            plain().header("Accept", accept).get(path).then().statusCode(404).header("Vary", containsString("accept"));
        }
    }

    @Test
    void thePageForUnknownPathsFindsItsStylesheetFromEveryFolder() {
        plain().header("Accept", BROWSER)
                .get("/console/a/b/c")
                .then()
                .statusCode(404)
                .header("Content-Type", equalTo("text/html; charset=UTF-8"))
                .header("Content-Security-Policy", equalTo(PAGE_POLICY))
                .body(containsString("href=\"../../console.css\""))
                .body(containsString("Page not found"))
                .body(not(containsString("/a/b/c")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void otherMethodsAreRefused(String method) {
        assertProblem(
                        plain().body("x").request(method, "/console/index.html"),
                        405,
                        "METHOD_NOT_ALLOWED",
                        containsString("does not take this method"))
                .header("Allow", equalTo("GET, HEAD"));
    }

    @Test
    void browsersThatAskForTheRootAreSentToTheConsole() {
        plain().redirects()
                .follow(false)
                .header("Accept", BROWSER)
                .get("/")
                .then()
                .statusCode(302)
                .header("Location", equalTo("console/"))
                .header("Vary", containsString("accept"));
        plain().redirects()
                .follow(false)
                .get("/console")
                .then()
                .statusCode(302)
                .header("Location", equalTo("console/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/json, text/html;q=0"})
    void programsThatAskForTheRootGetJson(String accept) {
        plain().header("Accept", accept)
                .get("/")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/json"))
                .header("Vary", containsString("accept"))
                .body("name", equalTo("Meshgate"));
    }

    @Test
    void theConsoleIsNotFoundByAnotherSpellingOfItsFolder() throws IOException {
        for (String path : List.of("/CONSOLE/index.html", "/META-INF/resources/console/index.html", "/index.html")) {
            assertThat(RawHttp.exchange(server, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
        assertThat(RawHttp.exchange(
                        server, "GET //console/./index.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Security-Policy: " + PAGE_POLICY);
    }

    /** Without decompression, and with the path as it is written here. */
    private static RequestSpecification plain() {
        return given().config(RestAssuredConfig.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .urlEncodingEnabled(false);
    }
}
