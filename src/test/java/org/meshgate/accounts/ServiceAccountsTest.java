package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInRelativeOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.accounts.ServiceAccountRequests.create;
import static org.meshgate.accounts.ServiceAccountRequests.service;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.SERVICE_ACCOUNTS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Accounts for programs: how they are made, stored and listed; who may call the routes is in EndpointMatrixTest. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ServiceAccountsTest {

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
    void aServiceAccountIsMadeWithATokenForWorkers() {
        // When
        String name = unique("gpu-");
        Response made = create(admin, "{\"name\":\"" + name + "\"}");
        // Then
        made.then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("Service account created. The token is shown this once."))
                .body("user.user_id", matchesPattern("user_[0-9a-f]{16}"))
                .body("user.username", equalTo(name))
                .body("user.email", equalTo(""))
                .body("user.role", equalTo("user"))
                .body("user.kind", equalTo("service"))
                .body("user.is_active", equalTo(true))
                .body("token", matchesPattern("p3d_[0-9A-Za-z]{49}"))
                .body("token_info.name", equalTo("Service token - " + name))
                .body("token_info.kind", equalTo("api"))
                .body("token_info.scopes", contains("worker"))
                .body("token_info.expires_at", nullValue());
        String id = made.path("user.user_id");
        String token = made.path("token");
        // And the token is nowhere else
        assertThat(redis.dump()).doesNotContain(token);
        assertThat(redis.audit()).doesNotContain(token);
        // And who made it stands in the audit
        assertThat(audit.about(id, "service_account_create"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", admin.userId())
                .containsEntry("detail.token_id", made.path("token_info.id"))
                .containsEntry("detail.scopes", "worker");
    }

    /** The fields of 3DAIGC-API are all there, and its check of a password finds no salt. */
    @Test
    void theRecordIsOneThat3daigcReads() {
        Account service = service(admin, "worker");
        String record = redis.get("user:" + service.userId());
        assertThat(record)
                .contains("\"user_id\":\"" + service.userId() + "\"")
                .contains("\"username\":\"" + service.username() + "\"")
                .contains("\"email\":\"\"")
                .contains("\"password_hash\":\"!\"")
                .contains("\"role\":\"user\"")
                .contains("\"is_active\":true")
                .contains("\"created_at\":\"")
                .contains("\"updated_at\":\"")
                .contains("\"kind\":\"service\"");
        assertThat(redis.isMember("users:all", service.userId())).isTrue();
        assertThat(redis.get("user:username:" + service.username())).isEqualTo(service.userId());
        assertThat(redis.exists("user:email:")).isFalse();
        assertThat(redis.exists("users:folded:")).isFalse();
        assertThat(record).doesNotContain(service.token());
    }

    @Test
    void theListHasServiceAccountsAloneNewestFirstInPages() {
        // Given
        clock.advance(Duration.ofMinutes(1));
        Account first = service(admin, "worker");
        clock.advance(Duration.ofMinutes(1));
        Account person = Api.register();
        Account second = service(admin, "worker");
        clock.advance(Duration.ofMinutes(1));
        Account third = service(admin, "worker");
        // Then
        int total = as(admin)
                .get(SERVICE_ACCOUNTS)
                .then()
                .statusCode(200)
                .body("users.user_id", containsInRelativeOrder(third.userId(), second.userId(), first.userId()))
                .body("users.user_id", not(hasItem(person.userId())))
                .body("users.kind.unique()", contains("service"))
                .body("pagination.limit", equalTo(100))
                .extract()
                .path("total");
        as(admin)
                .get(SERVICE_ACCOUNTS + "?limit=1&offset=1")
                .then()
                .statusCode(200)
                .body("users.user_id", contains(second.userId()))
                .body("count", equalTo(1))
                .body("total", equalTo(total))
                .body("pagination.offset", equalTo(1))
                .body("pagination.has_more", equalTo(true));
        assertProblem(
                as(admin).get(SERVICE_ACCOUNTS + "?limit=501"), 422, "VALIDATION_FAILED", containsString("limit"));
        // And users are found with their kind
        as(admin)
                .get(ADMIN_USERS + "?q=" + third.username())
                .then()
                .body("users.kind", contains("service"))
                .body("users.user_id", contains(third.userId()));
        as(admin).get(ADMIN_USERS + "/" + person.userId()).then().body("user.kind", equalTo("person"));
        as(admin)
                .get(ADMIN_USERS + "/" + third.userId())
                .then()
                .body("user.kind", equalTo("service"))
                .body("tokens_count", equalTo(1));
    }

    @Test
    void namesAreUniqueAmongAllAccounts() {
        Account service = service(admin, "worker");
        Account alice = Api.register();
        for (String taken : List.of(
                service.username(),
                service.username().toUpperCase(),
                alice.username().toUpperCase())) {
            assertProblem(
                    create(admin, "{\"name\":\"" + taken + "\"}"),
                    409,
                    "USERNAME_TAKEN",
                    "This username is already taken.");
        }
        assertProblem(
                Api.json(Map.of(
                                "username",
                                service.username().toUpperCase(),
                                "email",
                                unique("x-") + "@example.com",
                                "password",
                                Api.PASSWORD))
                        .post(Api.USERS + "/register"),
                409,
                "USERNAME_TAKEN",
                "This username is already taken.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                | 422
            {"name":null}                                     | 422
            {"name":""}                                       | 422
            {"name":"ab"}                                     | 422
            {"name":"a b c"}                                  | 422
            {"name":"gpu@example.com"}                        | 422
            {"name":7}                                        | 422
            {"name":"good-name","scopes":[]}                  | 422
            {"name":"good-name","scopes":["admin"]}           | 422
            {"name":"good-name","scopes":["worker","admin"]}  | 422
            {"name":"good-name","scopes":["workers"]}         | 422
            {"name":"good-name","scopes":["WORKER"]}          | 422
            {"name":"good-name","scopes":[null]}              | 422
            {"name":"good-name","scopes":[7]}                 | 422
            {"name":"good-name","scopes":"worker"}            | 422
            {"name":"good-name","expires_in_days":0}          | 422
            {"name":"good-name","expires_in_days":-1}         | 422
            {"name":"good-name","expires_in_days":4000}       | 422
            {"name":"good-name","expires_in_days":1e18}       | 422
            {"name":"good-name","expires_in_days":1.5}        | 422
            {"name":"good-name","expires_in_days":"7"}        | 422
            {"name":"good-name","expires_in_days":NaN}        | 400
            []                                                | 400
            {                                                 | 400
            """)
    void aFieldThatBreaksItsRuleMakesNoAccount(String body, int status) {
        assertThat(create(admin, body).statusCode()).isEqualTo(status);
        assertThat(redis.exists("users:folded:good-name")).isFalse();
    }

    /** Another program may lose the index, for example when data is restored in part. */
    @Test
    void accountsThatNoIndexKnowsAreFoundAgain() {
        // Given
        Account service = service(admin, "worker");
        for (String index : List.of("users:services", "users:created")) {
            redis.send(Command.ZREM, "3daigc:" + index, service.userId());
        }
        redis.send(Command.HDEL, "3daigc:users:searched", "n:" + service.userId());
        // When
        accounts.index();
        // Then
        as(admin).get(SERVICE_ACCOUNTS + "?limit=500").then().body("users.user_id", hasItem(service.userId()));
        // And one whose record is gone is forgotten
        redis.send(Command.DEL, "3daigc:user:" + service.userId());
        redis.send(Command.ZREM, "3daigc:users:created", service.userId());
        accounts.index();
        assertThat(redis.send(Command.ZSCORE, "3daigc:users:services", service.userId()))
                .isNull();
    }
}
