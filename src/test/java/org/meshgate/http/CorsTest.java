package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.ME;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class CorsTest {

    static final String PAGE = "https://studio.example";

    static ValidatableResponse preflight(String origin) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options(ME + "/password")
                .then();
    }

    @Test
    void allowsAnyOriginWithoutCredentials() {
        preflight(PAGE)
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .header("Access-Control-Allow-Credentials", nullValue())
                .header("Access-Control-Allow-Methods", containsString("PUT"))
                .header(
                        "Access-Control-Allow-Headers",
                        allOf(containsString("Authorization"), containsString("Content-Type")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"If-None-Match", "If-Range", "If-Modified-Since", "traceparent", "Range", "Idempotency-Key"})
    void preflightAllowsTheHeadersThatRoutesRead(String header) {
        preflight(PAGE)
                .header("Access-Control-Allow-Headers", containsString(header))
                .header("Vary", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file://", "tauri://localhost", "app://.", "null", "https://studio.example:8443"})
    void allowsDesktopOriginsAndOtherPages(String origin) {
        given().header("Origin", origin)
                .get("/health")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("*"));
        preflight(origin).statusCode(204).header("Access-Control-Allow-Origin", equalTo("*"));
    }

    @Test
    void responsesAndErrorsAreReadableAcrossOrigins() {
        given().header("Origin", PAGE)
                .get("/health")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .header("Access-Control-Expose-Headers", containsString("X-Request-Id"))
                .header("Access-Control-Expose-Headers", containsString("Token-Expires"));
        given().header("Origin", PAGE)
                .get(ME)
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", equalTo("*"));
        given().header("Origin", PAGE)
                .get("/nope")
                .then()
                .statusCode(404)
                .header("Access-Control-Allow-Origin", equalTo("*"));
    }
}
