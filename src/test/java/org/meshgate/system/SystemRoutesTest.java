package org.meshgate.system;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class SystemRoutesTest {

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void rootReportsNameAndVersion() {
        given().get("/")
                .then()
                .statusCode(200)
                .body("name", equalTo("Meshgate"))
                .body("version", notNullValue())
                .body("docs_url", equalTo("/docs"))
                .body("health_url", equalTo("/health"));
    }

    @Test
    void healthHasTheFieldsOfTheOldService() {
        JsonPath health = given().get("/health")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath(
                        JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));
        Assertions.assertThat(health.getString("status")).isEqualTo("healthy");
        Assertions.assertThat(health.getDouble("timestamp"))
                .isCloseTo(System.currentTimeMillis() / 1000.0, Assertions.within(60.0));
        given().get("/api/v1/system/health")
                .then()
                .statusCode(200)
                .body("status", equalTo("healthy"))
                .body("timestamp", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                .body("uptime", greaterThanOrEqualTo(0f));
    }

    @Test
    void authStatusReportsAccounts() {
        given().get("/api/v1/system/auth-status")
                .then()
                .statusCode(200)
                .body("user_auth_enabled", equalTo(true))
                .body("api_key_required", equalTo(true))
                .body("mode", equalTo("authenticated"))
                .body("features.job_isolation", equalTo(true))
                .body("features.user_management", equalTo(true))
                .body("features.role_based_access", equalTo(true));
    }

    @Test
    void theOperatorsRoutesAreOnTheManagementPort() {
        given().baseUri(management.toString())
                .get("/health/live")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"));
        given().baseUri(management.toString()).get("/health/started").then().statusCode(200);
        given().baseUri(management.toString())
                .get("/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'redis' }.status", equalTo("UP"));
        given().baseUri(management.toString())
                .get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("http_server_requests_seconds_count"));
    }

    @Test
    void metricsAreTaggedByRouteAndContainNoClientPaths() {
        // Given requests that meet no route, with what could be a token in their paths
        for (String method : List.of("GET", "PATCH", "OPTIONS", "POST")) {
            given().request(method, "/api/v1/users/tokens/p3d_made-up-" + method);
        }
        given().accept("image/png").delete("/api/v1/users/tokens/p3d_made-up");
        given().header("Origin", "https://x.example")
                .header("Access-Control-Request-Method", "GET")
                .options("/p3d_made-up/preflight");
        given().get("/p3d_made-up/nothing");
        given().get("/api/v1/users/me");
        // Then
        given().baseUri(management.toString())
                .get("/metrics")
                .then()
                .statusCode(200)
                .body(not(containsString("made-up")))
                .body(containsString("uri=\"/api/v1/users/me\""));
    }

    @Test
    void theApiIsDescribedAndTheDescriptionCanBeRead() {
        given().get("/openapi.json")
                .then()
                .statusCode(200)
                .contentType(containsString("application/json"))
                .body("info.title", equalTo("Meshgate"))
                .body("components.securitySchemes.token.scheme", equalTo("bearer"))
                .body("paths.'/api/v1/users/login'.post.tags", hasItem("Users"));
        given().get("/q/openapi").then().statusCode(200).body(containsString("openapi: 3"));
        given().get("/docs").then().statusCode(200).body(containsString("swagger-ui"));
    }
}
