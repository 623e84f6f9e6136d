package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.meshgate.accounts.ServiceAccountRequests.VERIFY;
import static org.meshgate.accounts.ServiceAccountRequests.furtherToken;
import static org.meshgate.accounts.ServiceAccountRequests.service;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Tokens of service accounts, and the scope of workers. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ServiceTokensTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    TestClock clock;

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        admin = accounts.createAdmin();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aTokenForWorkersIsGoodForNothingElse() {
        Account worker = service(admin, "worker");
        for (String path :
                List.of(Api.ME, Api.TOKENS, "/api/v1/system/models", "/api/v1/system/jobs/history", VERIFY)) {
            assertProblem(
                    as(worker).get(path), 403, "INSUFFICIENT_SCOPE", containsString("This token lacks the scope"));
        }
        assertProblem(as(worker).get(ADMIN_USERS), 403, "ADMIN_REQUIRED", "Admin access required");
        // a proxy may ask for it, and the token can end itself
        as(worker)
                .get(VERIFY + "?scope=worker")
                .then()
                .statusCode(200)
                .header("X-User-Id", worker.userId())
                .header("X-User-Role", "user");
        as(worker).post(Api.USERS + "/logout").then().statusCode(200);
        assertProblem(as(worker).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void nobodyElseIsAWorker() {
        for (Account person : List.of(admin, Api.register())) {
            assertProblem(
                            as(person).get(VERIFY + "?scope=worker"),
                            403,
                            "INSUFFICIENT_SCOPE",
                            "This token lacks the scope worker. Use a token that has it, such as one of a service account.")
                    .header("WWW-Authenticate", containsString("scope=\"worker\""));
            assertProblem(
                    token(person, "[\"worker\"]"),
                    422,
                    "VALIDATION_FAILED",
                    "scopes must not have worker, which is for tokens of service accounts");
            as(person).get(Api.TOKENS).then().body("tokens.scopes.flatten()", not(hasItem("worker")));
        }
    }

    @Test
    void aServiceAccountWithOtherScopesHasThose() {
        // Given
        Account service = service(admin, "account", "jobs:read", "worker");
        as(service).get("/api/v1/system/models").then().statusCode(200);
        as(service)
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("user.kind", equalTo("service"))
                .body("token.scopes", contains("jobs:read", "account", "worker"));
        // Then it makes tokens within its own
        token(service, "[\"worker\"]").then().statusCode(200).body("token_info.scopes", contains("worker"));
        token(service, "null")
                .then()
                .statusCode(200)
                .body("token_info.scopes", contains("jobs:read", "account", "worker"));
        assertProblem(token(service, "[\"jobs:write\"]"), 403, "INSUFFICIENT_SCOPE", containsString("jobs:write"));
        assertProblem(token(service, "[\"admin\"]"), 403, "ADMIN_REQUIRED", "Admin access required");
        assertProblem(
                token(service(admin, "account"), "[\"worker\"]"), 403, "INSUFFICIENT_SCOPE", containsString("worker"));
    }

    @Test
    void aFurtherTokenLeavesTheOthersOrReplacesThem() {
        // Given
        Account service = service(admin, "worker");
        // When
        Response further =
                furtherToken(admin, service, "{\"scopes\":[\"worker\",\"jobs:read\"],\"expires_in_days\":2}");
        // Then
        further.then()
                .statusCode(200)
                .body("user.user_id", equalTo(service.userId()))
                .body("token_info.scopes", contains("jobs:read", "worker"));
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
        as(further.<String>path("token"))
                .get(VERIFY + "?scope=jobs:read")
                .then()
                .statusCode(200);
        assertThat(audit.about(service.userId(), "service_token_create"))
                .containsEntry("user_id", admin.userId())
                .containsEntry("detail.token_id", further.path("token_info.id"))
                .containsEntry("detail.scopes", "jobs:read worker")
                .containsEntry("detail.revoke_others", "false");
        // And it ends
        clock.advance(Duration.ofDays(2));
        assertProblem(
                as(further.<String>path("token")).get(VERIFY + "?scope=worker"),
                401,
                "TOKEN_EXPIRED",
                "Token has expired");
        clock.reset();
        // When another one replaces all
        String only = furtherToken(admin, service, "{\"revoke_others\":true}").path("token");
        // Then
        assertProblem(as(service).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(
                as(further.<String>path("token")).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        as(only).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    @Test
    void aFieldThatBreaksItsRuleMakesNoToken() {
        Account service = service(admin, "worker");
        for (String body : List.of(
                "{\"scopes\":[\"admin\"]}",
                "{\"scopes\":[]}",
                "{\"scopes\":[\"x\"]}",
                "{\"expires_in_days\":0}",
                "{\"expires_in_days\":4000}",
                "{\"revoke_others\":\"yes\"}")) {
            assertProblem(furtherToken(admin, service, body), 422, "VALIDATION_FAILED", containsString(""));
        }
        assertThat(redis.hashLength("tokens:of:" + service.userId())).isEqualTo(1);
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    private static Response token(Account account, String scopes) {
        return as(account)
                .contentType(ContentType.JSON)
                .body("{\"token_name\":\"x\",\"scopes\":" + scopes + "}")
                .post(Api.TOKENS);
    }
}
