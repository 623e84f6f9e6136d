package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Links with which users set a password that no administrator knows. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ResetLinksTest {

    private static final String RESET = USERS + "/reset";
    private static final String OTHER_PASSWORD = "battery staple";
    private static final String INVALID =
            "This link is not valid: it was used or replaced, or has expired. Ask an" + " administrator for a new one.";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    TestClock clock;

    private Account admin;
    private Account alice;

    @BeforeEach
    void anAdministratorAndAUser() {
        admin = accounts.createAdmin();
        alice = Api.register();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aLinkSetsAPasswordOnceAndEndsEveryToken() {
        // Given
        Response made = link(admin, alice.userId());
        made.then()
                .statusCode(200)
                .body("reset_code", matchesPattern("p3r_" + alice.userId().substring(5) + "[A-Za-z0-9_-]{24}"))
                .body("expires_at", matchesPattern("20.*Z"));
        String code = made.path("reset_code");
        assertThat(made.<String>path("link"))
                .isEqualTo("http://localhost:" + RestAssured.port + "/console/#/reset?code=" + code);
        assertThat(redis.dump()).doesNotContain(code).contains(Api.sha256(code));
        // When
        reset(code, OTHER_PASSWORD)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("username", equalTo(alice.username()))
                .body("revoked_tokens", equalTo(1));
        // Then
        assertThat(as(alice).get(ME).statusCode()).isEqualTo(401);
        assertThat(Api.login(alice.username(), PASSWORD).statusCode()).isEqualTo(401);
        assertThat(Api.login(alice.username(), OTHER_PASSWORD).statusCode()).isEqualTo(200);
        assertInvalid(code);
        assertThat(redis.exists("reset:" + alice.userId())).isFalse();
    }

    @Test
    void theAuditHasTheLinkAndItsUseButNotTheCode() {
        String code = link(admin, alice.userId()).path("reset_code");
        reset(code, OTHER_PASSWORD).then().statusCode(200);
        assertThat(audit.about(alice.userId(), "reset_link_create"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", admin.userId());
        assertThat(audit.about(alice.userId(), "reset_link_use"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", alice.userId())
                .containsEntry("detail.revoked_tokens", "1");
        assertThat(redis.audit()).doesNotContain(code).doesNotContain(OTHER_PASSWORD);
    }

    @Test
    void ofManyWithOneCodeOneSetsThePassword() throws Exception {
        String code = link(admin, alice.userId()).path("reset_code");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String password = OTHER_PASSWORD + " " + i;
            calls.add(() -> reset(code, password).statusCode() + password);
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> future : threads.invokeAll(calls)) {
            outcomes.add(future.get());
        }
        threads.shutdown();
        List<String> won =
                outcomes.stream().filter(outcome -> outcome.startsWith("200")).toList();
        assertThat(won).hasSize(1);
        assertThat(outcomes).filteredOn(outcome -> outcome.startsWith("403")).hasSize(7);
        assertThat(Api.login(alice.username(), won.get(0).substring(3)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRefusedPasswordDoesNotUseTheLinkUp() {
        String code = link(admin, alice.userId()).path("reset_code");
        for (String bad : List.of("short", alice.username(), alice.email(), "x".repeat(257))) {
            assertProblem(reset(code, bad), 422, "VALIDATION_FAILED", startsWith("new_password must"));
        }
        assertThat(as(alice).get(ME).statusCode()).isEqualTo(200);
        assertThat(reset(code, OTHER_PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void aLinkEndsAfterADay() {
        String code = link(admin, alice.userId()).path("reset_code");
        clock.advance(Duration.ofHours(24));
        assertInvalid(code);
    }

    @Test
    void aNewLinkReplacesTheOldOne() {
        String first = link(admin, alice.userId()).path("reset_code");
        String second = link(accounts.createAdmin(), alice.userId()).path("reset_code");
        assertInvalid(first);
        assertThat(reset(second, OTHER_PASSWORD).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the user changes the password",
                "an administrator sets the password",
                "the account is disabled",
                "the account is deleted",
                "its maker is demoted",
                "its maker is deleted"
            })
    void aLinkEnds(String when) {
        // Given
        String code = link(admin, alice.userId()).path("reset_code");
        Account other = accounts.createAdmin();
        String user = ADMIN_USERS + "/" + alice.userId();
        String maker = ADMIN_USERS + "/" + admin.userId();
        Map<String, Runnable> events = Map.of(
                "the user changes the password",
                () -> body(alice, Map.of("old_password", PASSWORD, "new_password", "another one"))
                        .put(ME + "/password")
                        .then()
                        .statusCode(200),
                "an administrator sets the password",
                () -> body(other, Map.of("new_password", "another one"))
                        .post(user + "/password")
                        .then()
                        .statusCode(200),
                "the account is disabled",
                () -> {
                    body(other, Map.of("is_active", false)).patch(user).then().statusCode(200);
                    body(other, Map.of("is_active", true)).patch(user).then().statusCode(200);
                },
                "the account is deleted",
                () -> as(other).delete(user).then().statusCode(200),
                "its maker is demoted",
                () -> body(other, Map.of("role", "user")).patch(maker).then().statusCode(200),
                "its maker is deleted",
                () -> as(other).delete(maker).then().statusCode(200));
        // When
        events.get(when).run();
        // Then
        assertInvalid(code);
    }

    @Test
    void aDisabledUserUsesTheirLinkOnceTheyAreEnabled() {
        body(admin, Map.of("is_active", false))
                .patch(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
        String code = link(admin, alice.userId()).path("reset_code");
        assertInvalid(code);
        body(admin, Map.of("is_active", false, "email", "new-" + alice.email()))
                .patch(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
        body(admin, Map.of("is_active", true))
                .patch(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
        assertThat(reset(code, OTHER_PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void aLoginAndAChangeOfTheAddressLeaveTheLink() {
        String code = link(admin, alice.userId()).path("reset_code");
        assertThat(Api.login(alice.username(), PASSWORD).statusCode()).isEqualTo(200);
        body(admin, Map.of("email", "new-" + alice.email()))
                .patch(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200);
        assertThat(reset(code, OTHER_PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void linksAreForOtherPersonsOnly() {
        assertProblem(link(admin, admin.userId()), 400, "OWN_PASSWORD", startsWith("Change your own"));
        String service = Api.createServiceAccount(admin, List.of("worker")).userId();
        assertProblem(link(admin, service), 409, "SERVICE_ACCOUNT", startsWith("This is a service account"));
        for (String unknown : List.of("user_0123456789abcdef", "nobody", "p3r_x", "%00")) {
            assertProblem(link(admin, unknown), 404, "USER_NOT_FOUND", "User not found");
        }
        assertProblem(link(alice, admin.userId()), 403, "ADMIN_REQUIRED", "Admin access required");
        String link = ADMIN_USERS + "/" + alice.userId() + "/reset-link";
        assertThat(RestAssured.given().post(link).statusCode()).isEqualTo(401);
        assertThat(as(Api.UNKNOWN_TOKEN).post(link).statusCode()).isEqualTo(401);
        String narrow = Api.createToken(admin, "narrow", List.of("account", "jobs:read"));
        assertThat(as(narrow).post(link).<String>path("error")).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(redis.exists("reset:" + alice.userId())).isFalse();
    }

    /** The answer tells neither whether there is such an account nor whether it has a link. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p3r_",
                "a guess",
                "p3i_AAAAAAAAAAAAAAAAAAAAAAAA",
                "p3r_0123456789abcdefAAAAAAAAAAAAAAAAAAAAAAAA",
                "p3r_ALICEAAAAAAAAAAAAAAAAAAAAAAAA",
                "p3r_\u0000"
            })
    void aGuessedCodeIsInvalid(String guess) {
        link(admin, alice.userId()).then().statusCode(200);
        assertInvalid(guess.replace("ALICE", alice.userId().substring("user_".length())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"code\":\"x\"}",
                "{\"new_password\":\"battery staple\"}",
                "{\"code\":null,\"new_password\":\"battery staple\"}",
                "{\"code\":5,\"new_password\":\"battery staple\"}",
                "{\"code\":\"x\",\"new_password\":{}}"
            })
    void aMalformedRequestIsRefused(String body) {
        assertThat(json(body).post(RESET).<String>path("error")).isEqualTo("VALIDATION_FAILED");
    }

    private static Response link(Account by, String userId) {
        return as(by).urlEncodingEnabled(false).post(ADMIN_USERS + "/" + userId + "/reset-link");
    }

    private static Response reset(String code, String password) {
        return json(Map.of("code", code, "new_password", password)).post(RESET);
    }

    private static void assertInvalid(String code) {
        assertProblem(reset(code, OTHER_PASSWORD), 403, "RESET_LINK_INVALID", INVALID);
    }

    private static RequestSpecification body(Account by, Map<String, Object> body) {
        return as(by).contentType(ContentType.JSON).body(body);
    }
}
