package org.meshgate.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(CorsNamedOriginsTest.NamedOrigins.class)
class CorsNamedOriginsTest {

    private static final String PAGE = CorsTest.PAGE;

    public static class NamedOrigins implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.security.cors_origins", PAGE + ",http://localhost:3000");
        }
    }

    @TestHTTPResource("/")
    URI server;

    @Test
    void aNamedPageMayCallWithCredentials() {
        CorsTest.preflight(PAGE)
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo(PAGE))
                .header("Access-Control-Allow-Credentials", equalTo("true"));
        given().header("Origin", "http://localhost:3000")
                .get("/health")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("http://localhost:3000"));
    }

    @Test
    void anotherPageMayNot() {
        assertProblem(
                given().header("Origin", "https://evil.example").get("/health"),
                403,
                "ORIGIN_NOT_ALLOWED",
                containsString("security.cors_origins"));
        CorsTest.preflight("https://evil.example").statusCode(403).header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void theServersOwnPagesMayCall() {
        given().header("Origin", "http://" + server.getHost() + ":" + server.getPort())
                .get("/health")
                .then()
                .statusCode(200);
    }
}
