package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.accounts.ServiceAccountRequests.VERIFY;
import static org.meshgate.accounts.ServiceAccountRequests.create;
import static org.meshgate.accounts.ServiceAccountRequests.furtherToken;
import static org.meshgate.accounts.ServiceAccountRequests.service;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.SERVICE_ACCOUNTS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What service accounts cannot have, and what ends with them. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ServiceAccountLifeTest {

    private static final String IS_SERVICE =
            "This is a service account: it has no password and no e-mail address, and is never an administrator.";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    JobDispatcher dispatcher;

    private Account admin;

    @BeforeEach
    void anAdministratorAndAnEmptyQueue() {
        redis.clearQueue();
        admin = accounts.createAdmin();
    }

    @Test
    void aServiceAccountHasNoPassword() {
        // Given
        Account service = service(admin, "account");
        // Then no password logs in
        for (String password : List.of("!", "", Api.PASSWORD)) {
            assertProblem(
                    Api.login(service.username(), password),
                    401,
                    "INVALID_CREDENTIALS",
                    "Invalid username or password");
        }
        // And none is changed or set
        assertProblem(
                as(service)
                        .contentType(ContentType.JSON)
                        .body("{\"old_password\":\"!\",\"new_password\":\"battery staple\"}")
                        .put(Api.ME + "/password"),
                409,
                "SERVICE_ACCOUNT",
                IS_SERVICE);
        assertProblem(
                as(service)
                        .contentType(ContentType.JSON)
                        .body("{\"password\":\"!\"}")
                        .delete(Api.ME),
                409,
                "SERVICE_ACCOUNT",
                IS_SERVICE);
        assertProblem(
                as(admin)
                        .contentType(ContentType.JSON)
                        .body("{\"new_password\":\"battery staple\"}")
                        .post(ADMIN_USERS + "/" + service.userId() + "/password"),
                409,
                "SERVICE_ACCOUNT",
                IS_SERVICE);
        assertThat(audit.about(service.userId(), "password_reset")).containsEntry("outcome", "SERVICE_ACCOUNT");
        as(service).get(Api.ME).then().statusCode(200);
        assertThat(redis.get("user:" + service.userId())).contains("\"password_hash\":\"!\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"admin\"}",
                "{\"email\":\"gpu@example.com\"}",
                "{\"is_active\":false,\"role\":\"admin\"}"
            })
    void whatAServiceAccountCannotHaveIsRefused(String change) {
        Account service = service(admin, "account");
        assertProblem(patch(service, change), 409, "SERVICE_ACCOUNT", IS_SERVICE);
        as(service)
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("user.role", equalTo("user"))
                .body("user.email", equalTo(""));
    }

    @Test
    void aDisabledServiceAccountWaitsUntilItIsEnabled() {
        Account service = service(admin, "worker");
        patch(service, "{\"is_active\":false,\"role\":\"user\"}").then().statusCode(200);
        assertProblem(as(service).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        patch(service, "{\"is_active\":true}").then().statusCode(200).body("user.kind", equalTo("service"));
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service-accounts", "users"})
    void anEndedServiceAccountsTokenStopsAtOnce(String route) {
        // Given one whose tokens are known to the server
        Account service = service(admin, "worker");
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
        String further = furtherToken(admin, service, "{}").path("token");
        as(further).get(VERIFY + "?scope=worker").then().statusCode(200);
        // When
        as(admin)
                .delete(Api.USERS + "/admin/" + route + "/" + service.userId())
                .then()
                .statusCode(200)
                .body("success", equalTo(true));
        // Then
        assertProblem(as(service).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(further).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        assertThat(redis.dump())
                .doesNotContain(service.userId())
                .doesNotContain(service.username())
                .doesNotContain(Api.sha256(further));
        assertThat(audit.about(service.userId(), route.equals("users") ? "user_delete" : "service_account_delete"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", admin.userId());
        // And its name is free
        create(admin, "{\"name\":\"" + service.username() + "\"}").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "delete", "disable"})
    void jobsThatItsWorkersHoldWaitAgain(String way) {
        // Given a job that a worker with the account works on
        Account alice = Api.register();
        Account service = service(admin, "worker");
        String job = Jobs.submit(alice);
        ClaimedJob claimed = claim(service, job);
        Jobs.status(alice, job).then().body("status", equalTo("processing"));
        // When
        switch (way) {
            case "end" ->
                as(admin)
                        .delete(SERVICE_ACCOUNTS + "/" + service.userId())
                        .then()
                        .statusCode(200);
            case "delete" ->
                as(admin).delete(ADMIN_USERS + "/" + service.userId()).then().statusCode(200);
            default -> patch(service, "{\"is_active\":false}").then().statusCode(200);
        }
        // Then
        Jobs.status(alice, job).then().body("status", equalTo("queued"));
        assertThat(claimed.jobId()).isEqualTo(job);
    }

    @Test
    void itOutlivesWhoMadeIt() {
        Account maker = accounts.createAdmin();
        Account service = Api.createServiceAccount(maker, List.of("worker"));
        as(admin).delete(ADMIN_USERS + "/" + maker.userId()).then().statusCode(200);
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    @Test
    void onlyServiceAccountsAreEndedAndGivenTokensHere() {
        Account alice = Api.register();
        for (String id : List.of(alice.userId(), admin.userId(), "user_0123456789abcdef", "user_x", "%00")) {
            assertProblem(as(admin).delete(SERVICE_ACCOUNTS + "/" + id), 404, "USER_NOT_FOUND", "User not found");
            assertProblem(
                    as(admin).contentType(ContentType.JSON).body("{}").post(SERVICE_ACCOUNTS + "/" + id + "/tokens"),
                    404,
                    "USER_NOT_FOUND",
                    "User not found");
        }
        as(alice).get(Api.ME).then().statusCode(200);
    }

    /** Claims until the job comes: other tests leave some behind. */
    private ClaimedJob claim(Account service, String job) {
        ClaimRequest request = new ClaimRequest(
                "w", Optional.of(service.userId()), Set.of("text_to_textured_mesh"), Set.of(), Set.of(), 32);
        for (int i = 0; i < 50; i++) {
            for (ClaimedJob claimed : dispatcher.claim(request).await().atMost(Duration.ofSeconds(10))) {
                if (claimed.jobId().equals(job)) {
                    return claimed;
                }
            }
        }
        throw new AssertionError("the job was not claimed");
    }

    private Response patch(Account account, String change) {
        return as(admin).contentType(ContentType.JSON).body(change).patch(ADMIN_USERS + "/" + account.userId());
    }
}
