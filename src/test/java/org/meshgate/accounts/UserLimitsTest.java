package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.accounts.admin.LimitChange;
import org.meshgate.accounts.admin.UserAdministration;
import org.meshgate.accounts.admin.UserAdministration.Change;
import org.meshgate.accounts.admin.UserLimitsChange;
import org.meshgate.identity.store.UserChangeStore;
import org.meshgate.identity.store.UserChangeStore.FoundUser;
import org.meshgate.identity.store.UserChangeStore.Outcome;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The limits that administrators set for the jobs of a user. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UserLimitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String LIMITS = "users:limits";

    @Inject
    Accounts accounts;

    @Inject
    UserAdministration administration;

    @Inject
    UserChangeStore changes;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    private Account admin;
    private Account alice;

    @BeforeEach
    void accounts() {
        admin = accounts.createAdmin();
        alice = Api.register();
    }

    @Test
    void withoutAChangeTheDefaultsHold() {
        get().then()
                .statusCode(200)
                .body("limits.weight", equalTo(1.0f))
                .body("limits.max_queued", nullValue())
                .body("limits.max_running", nullValue())
                .body("limits.priority", equalTo(1));
        assertThat(redis.hashField(LIMITS, alice.userId())).isNull();
    }

    @Test
    void limitsAreSetShownAndReset() {
        // When
        patch("{\"weight\":2.5,\"max_queued\":7,\"max_running\":0,\"priority\":9}")
                .then()
                .statusCode(200)
                .body("user.user_id", equalTo(alice.userId()))
                .body("limits.weight", equalTo(2.5f))
                .body("limits.max_queued", equalTo(7))
                .body("limits.max_running", equalTo(0))
                .body("limits.priority", equalTo(9));
        // Then the scripts of jobs find them
        assertThat(redis.hashField(LIMITS, alice.userId()))
                .isEqualTo("{\"weight\":2.5,\"max_queued\":7,\"max_running\":0,\"priority\":9}");
        assertThat(audit.about(alice.userId(), "user_update"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", admin.userId())
                .containsEntry("detail.weight", "2.5")
                .containsEntry("detail.max_queued", "7")
                .containsEntry("detail.max_running", "0")
                .containsEntry("detail.priority", "9");
        // When one is put back and another one changed, the others stay
        patch("{\"weight\":null,\"priority\":2}").then().statusCode(200);
        get().then()
                .body("limits.weight", equalTo(1.0f))
                .body("limits.max_queued", equalTo(7))
                .body("limits.max_running", equalTo(0))
                .body("limits.priority", equalTo(2));
        assertThat(audit.about(alice.userId(), "user_update"))
                .containsEntry("detail.weight", "default")
                .doesNotContainKey("detail.max_queued");
        // When something else changes, all stay
        patch("{\"is_active\":true}").then().statusCode(200).body("limits.priority", equalTo(2));
        // When all are put back
        patch("{\"max_queued\":null,\"max_running\":null,\"priority\":null}")
                .then()
                .statusCode(200);
        assertThat(redis.hashField(LIMITS, alice.userId())).isNull();
    }

    @Test
    void theNumberOfWaitingJobsIsLimited() {
        patch("{\"max_queued\":1}").then().statusCode(200);
        Jobs.submit(alice);
        as(alice)
                .contentType(ContentType.JSON)
                .body("{\"text_prompt\":\"a cat\"}")
                .post("/api/v1/mesh-generation/text-to-textured-mesh")
                .then()
                .statusCode(429)
                .body("error", equalTo("TOO_MANY_JOBS"));
    }

    @Test
    void limitsGoWithTheAccount() {
        patch("{\"weight\":3}").then().statusCode(200);
        as(admin).delete(ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        assertThat(redis.hashField(LIMITS, alice.userId())).isNull();
        // And with one whose record was deleted by hand
        Account bob = Api.register();
        patch(bob, "{\"weight\":3}").then().statusCode(200);
        redis.send(Command.DEL, "3daigc:user:" + bob.userId());
        redis.send(Command.ZREM, "3daigc:users:created", bob.userId());
        accounts.index();
        assertThat(redis.hashField(LIMITS, bob.userId())).isNull();
    }

    @Test
    void twoChangesAtOnceLoseNothing() {
        // Given an administrator who read the user
        FoundUser read = changes.find(alice.userId()).await().atMost(LIMIT).orElseThrow();
        // When another one changes a limit meanwhile
        administration
                .change(
                        alice.userId(),
                        Change.ofLimits(new UserLimitsChange(
                                LimitChange.to(Optional.of(5.0)),
                                LimitChange.unchanged(),
                                LimitChange.unchanged(),
                                LimitChange.unchanged(),
                                LimitChange.unchanged(),
                                LimitChange.unchanged())))
                .await()
                .atMost(LIMIT);
        redis.set("user:" + alice.userId(), read.user().text()); // the record itself is as before
        // Then the first one is told
        assertThat(changes.change(read, read.user().user(), read.limits().limits())
                        .await()
                        .atMost(LIMIT))
                .isEqualTo(Outcome.USER_CHANGED);
        assertThat(redis.hashField(LIMITS, alice.userId())).isEqualTo("{\"weight\":5.0}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"weight":0}              | 422 | weight must be a number from 0.1 to 100
            {"weight":0.09}           | 422 | weight must be a number from 0.1 to 100
            {"weight":-1}             | 422 | weight must be a number from 0.1 to 100
            {"weight":100.1}          | 422 | weight must be a number from 0.1 to 100
            {"weight":1e18}           | 422 | weight must be a number from 0.1 to 100
            {"weight":1e999}          | 422 | weight
            {"weight":"2"}            | 422 | weight
            {"weight":[2]}            | 422 | weight
            {"weight":NaN}            | 400 |
            {"max_queued":-1}         | 422 | max_queued must be a whole number from 0 to 1000000
            {"max_queued":1000001}    | 422 | max_queued must be a whole number from 0 to 1000000
            {"max_queued":1e18}       | 422 | max_queued
            {"max_queued":99999999999}| 422 | max_queued
            {"max_queued":1.5}        | 422 | max_queued
            {"max_queued":"7"}        | 422 | max_queued
            {"max_running":-1}        | 422 | max_running must be a whole number from 0 to 1000000
            {"max_running":true}      | 422 | max_running
            {"priority":0}            | 422 | priority must be a whole number from 1 to 9
            {"priority":10}           | 422 | priority must be a whole number from 1 to 9
            {"priority":-1}           | 422 | priority must be a whole number from 1 to 9
            {"gpu_seconds_per_day":-1}| 422 | gpu_seconds_per_day must be a whole number from 0 to 1000000000
            {"gpu_seconds_per_day":1000000000000000000} | 422 | gpu_seconds_per_day
            {"gpu_seconds_per_day":NaN}                 | 400 |
            {"gpu_seconds_per_day":0.5}                 | 422 | gpu_seconds_per_day
            {"gpu_seconds_per_month":1000000001}        | 422 | gpu_seconds_per_month must be a whole number from 0 to 1000000000
            {"gpu_seconds_per_month":"60"}              | 422 | gpu_seconds_per_month
            {"weight":0,"priority":0} | 422 | weight must be a number from 0.1 to 100; priority must be
            {}                        | 422 | body must have role, is_active, email, weight, max_queued
            """)
    void aLimitThatBreaksItsRuleChangesNothing(String body, int status, String detail) {
        Response answer = patch(body);
        if (status == 422) {
            assertProblem(answer, 422, "VALIDATION_FAILED", containsString(detail));
        } else {
            assertThat(answer.statusCode()).isEqualTo(status);
        }
        assertThat(redis.hashField(LIMITS, alice.userId())).isNull();
    }

    @Test
    void onlyAdministratorsSetLimits() {
        String url = ADMIN_USERS + "/" + alice.userId();
        String body = "{\"weight\":100}";
        assertProblem(
                as(alice).contentType(ContentType.JSON).body(body).patch(url),
                403,
                "ADMIN_REQUIRED",
                "Admin access required");
        assertThat(RestAssured.given()
                        .contentType(ContentType.JSON)
                        .body(body)
                        .patch(url)
                        .statusCode())
                .isEqualTo(401);
        assertThat(redis.hashField(LIMITS, alice.userId())).isNull();
    }

    /** What another program wrote there must not close the routes of the user. */
    @Test
    void unreadableLimitsAreNone() {
        redis.send(Command.HSET, "3daigc:" + LIMITS, alice.userId(), "no JSON");
        get().then().statusCode(200).body("limits.weight", equalTo(1.0f));
        patch("{\"priority\":3}").then().statusCode(200);
        assertThat(redis.hashField(LIMITS, alice.userId())).isEqualTo("{\"priority\":3}");
    }

    private Response get() {
        return as(admin).get(ADMIN_USERS + "/" + alice.userId());
    }

    private Response patch(String body) {
        return patch(alice, body);
    }

    private Response patch(Account user, String body) {
        return as(admin).contentType(ContentType.JSON).body(body).patch(ADMIN_USERS + "/" + user.userId());
    }
}
