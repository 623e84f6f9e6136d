package org.meshgate.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleMode.class)
class SimpleModeTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /register",
        "POST, /login",
        "POST, /logout",
        "GET, /first-admin",
        "POST, /first-admin",
        "GET, /me",
        "PUT, /me/password",
        "GET, /tokens",
        "POST, /tokens",
        "DELETE, /tokens/tok_0123456789abcdef",
        "GET, /admin/users",
        "GET, /admin/users/user_0123456789abcdef",
        "DELETE, /admin/users/user_0123456789abcdef",
        "GET, /admin/service-accounts",
        "POST, /admin/service-accounts",
        "POST, /admin/service-accounts/user_0123456789abcdef/tokens",
        "DELETE, /admin/service-accounts/user_0123456789abcdef"
    })
    void userRoutesAreDisabledInSimpleMode(String method, String route) {
        String url = Api.USERS + route;
        assertProblem(
                json(Map.of("username", "alice", "email", "alice@example.com", "password", Api.PASSWORD))
                        .request(method, url),
                503,
                "AUTHENTICATION_DISABLED",
                "User authentication is disabled on this server.");
    }

    @Test
    void identityRequestsAreRejectedInSimpleMode() {
        assertProblem(
                given().header("Authorization", "Bearer " + Api.UNKNOWN_TOKEN).get("/api/v1/auth/verify"),
                503,
                "AUTHENTICATION_DISABLED",
                "User authentication is disabled on this server.");
    }

    @Test
    void statusReportsTheMode() {
        given().get("/api/v1/system/auth-status")
                .then()
                .statusCode(200)
                .body("user_auth_enabled", equalTo(false))
                .body("api_key_required", equalTo(false))
                .body("mode", equalTo("simple"))
                .body("description", equalTo("Simple mode - All clients can see all jobs"))
                .body("features.job_isolation", equalTo(false))
                .body("features.user_management", equalTo(false))
                .body("features.role_based_access", equalTo(false));
    }

    @Test
    void simpleModeRejectsOtherOrigins() {
        assertProblem(
                given().header("Origin", "https://evil.example").get("/health"),
                403,
                "ORIGIN_NOT_ALLOWED",
                org.hamcrest.Matchers.containsString("security.cors_origins"));
    }

    @Test
    void theConsoleIsServedInSimpleModeToo() {
        given().header("Accept", "text/html")
                .get("/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", startsWith("default-src 'none'"));
    }
}
