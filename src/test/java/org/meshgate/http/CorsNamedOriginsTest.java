package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class CorsNamedOriginsTest {

    private static final String PAGE = CorsTest.PAGE;

    @TestHTTPResource("/")
    URI server;

    @Test
    void allowsConfiguredOriginWithCredentials() {
        CorsTest.preflight(PAGE)
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo(PAGE))
                .header("Access-Control-Allow-Credentials", equalTo("true"));
        given().header("Origin", PAGE)
                .get("/health")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(PAGE))
                .header("Access-Control-Expose-Headers", containsString("X-Request-Id"));
    }

    @Test
    void responsesVaryByOrigin() {
        given().header("Origin", PAGE).get("/health").then().header("Vary", containsString("Origin"));
        given().get("/health").then().statusCode(200).header("Vary", containsString("Origin"));
        given().header("Origin", "https://evil.example").get("/health").then().header("Vary", containsString("Origin"));
        CorsTest.preflight(PAGE).header("Vary", containsString("Origin"));
    }

    @Test
    void rejectsOtherOrigin() {
        assertProblem(
                given().header("Origin", "https://evil.example").get("/health"),
                403,
                "ORIGIN_NOT_ALLOWED",
                containsString("security.cors_origins"));
        CorsTest.preflight("https://evil.example").statusCode(403).header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void allowsSameOrigin() {
        given().header("Origin", "http://" + server.getHost() + ":" + server.getPort())
                .get("/health")
                .then()
                .statusCode(200);
    }
}
