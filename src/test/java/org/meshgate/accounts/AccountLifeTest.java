package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
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
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The account lifecycle: changes of role, address and password, disabling, and deletion by the user. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AccountLifeTest {

    private static final String OTHER_PASSWORD = "battery staple";

    @Inject
    Accounts accounts;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    private Account admin;
    private Account alice;

    @BeforeEach
    void anAdministratorAndAUser() {
        admin = accounts.createAdmin();
        alice = Api.register();
    }

    @Test
    void aRoleHoldsFromTheNextRequestOn() {
        change(admin, alice, "{\"role\":\"admin\"}")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("user.user_id", equalTo(alice.userId()))
                .body("user.role", equalTo("admin"))
                .body("user.is_active", equalTo(true))
                .body("user.email", equalTo(alice.email()));
        as(alice).get(ADMIN_USERS).then().statusCode(200);
        change(admin, alice, "{\"role\":\"user\"}").then().statusCode(200);
        assertProblem(as(alice).get(ADMIN_USERS), 403, "ADMIN_REQUIRED", "Admin access required");
        assertThat(redis.isMember("users:admins", alice.userId())).isFalse();
    }

    @Test
    void aDisabledUserHasNoTokenNoLinkAndNoLoginUntilEnabledAgain() {
        // Given
        String id = jobs.withFiles(alice.userId()).id();
        String link = Jobs.status(alice, id).path("result.mesh_url");
        String api = Api.createToken(alice, "app");
        assertThat(open(link).statusCode()).isEqualTo(200);
        // When
        change(admin, alice, "{\"is_active\":false}").then().statusCode(200).body("user.is_active", equalTo(false));
        // Then
        assertProblem(as(alice).get(ME), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(api).get(ME), 401, "INVALID_TOKEN", "Invalid token");
        assertThat(open(link).statusCode()).isEqualTo(403);
        assertThat(Api.login(alice.username(), PASSWORD).<String>path("error")).isEqualTo("ACCOUNT_DISABLED");
        // And
        change(admin, alice, "{\"is_active\":true}").then().statusCode(200);
        as(api).get(ME).then().statusCode(200);
        assertThat(open(link).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"role\":\"user\"}", "{\"is_active\":false}"})
    void twoAdministratorsCannotDemoteOrDisableEachOther(String change) throws Exception {
        for (int round = 0; round < 10; round++) {
            // Given two administrators and no other
            Account one = accounts.createAdmin();
            accounts.deleteAdminsExcept(one);
            Account other = accounts.createAdmin();
            // When
            atOnce(() -> outcome(change(one, other, change)), () -> outcome(change(other, one, change)));
            // Then
            assertThat(List.of(
                            as(one).get(ADMIN_USERS).statusCode(),
                            as(other).get(ADMIN_USERS).statusCode()))
                    .containsOnlyOnce(200);
        }
    }

    @Test
    void theLastActiveAdministratorIsProtectedAndDisabledOnesDoNotCount() {
        // Given a second administrator, who is disabled
        accounts.deleteAdminsExcept(admin);
        Account other = accounts.createAdmin();
        change(admin, other, "{\"is_active\":false}").then().statusCode(200);
        // Then
        for (String change : List.of("{\"role\":\"user\"}", "{\"is_active\":false}")) {
            assertProblem(
                    change(admin, admin, change),
                    409,
                    "LAST_ADMIN",
                    "This is the last administrator. Make another one first.");
        }
        assertProblem(leave(admin, PASSWORD), 409, "LAST_ADMIN", startsWith("This is the last administrator."));
        as(admin).get(ADMIN_USERS).then().statusCode(200);
        // And the disabled one can be deleted
        as(admin).delete(ADMIN_USERS + "/" + other.userId()).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                  | 422 | body
            {"active":false}                    | 422 | body
            {"role":null}                       | 422 | body
            {"role":"ADMIN"}                    | 422 | role
            {"role":"аdmin"}                    | 422 | role
            {"role":"admin "}                   | 422 | role
            {"role":1}                          | 422 | role
            {"role":["admin"]}                  | 422 | role
            {"is_active":"false"}               | 422 | is_active
            {"is_active":0}                     | 422 | is_active
            {"email":"nobody"}                  | 422 | email
            {"email":"a@b.com\\u0000"}          | 422 | email
            {"email":" a@b.com"}                | 422 | email
            {"email":"а@example.com"}           | 422 | email
            {"email":""}                        | 422 | email
            {"email":7}                         | 422 | email
            []                                  | 400 |
            nonsense                            | 400 |
            """)
    void aChangeThatIsNoneIsRefused(String body, int status, String field) {
        Response refused = change(admin, alice, body);
        assertThat(refused.statusCode()).isEqualTo(status);
        if (field != null) {
            assertProblem(refused, 422, "VALIDATION_FAILED", startsWith(field))
                    .body("errors.field", equalTo(List.of(field)));
        }
        as(alice).get(ME).then().body("user.role", equalTo("user")).body("user.email", equalTo(alice.email()));
    }

    @Test
    void unknownFieldsAreIgnoredAndCannotBeSet() {
        change(admin, alice, "{\"role\":\"user\",\"user_id\":\"user_1\",\"password_hash\":\"x\",\"username\":\"root\"}")
                .then()
                .statusCode(200)
                .body("user.user_id", equalTo(alice.userId()))
                .body("user.username", equalTo(alice.username()));
        Api.login(alice.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void onlyAdministratorsChangeUsersAndResetPasswords() {
        Account mallory = Api.register();
        String url = ADMIN_USERS + "/" + alice.userId();
        String body = "{\"role\":\"admin\",\"new_password\":\"" + OTHER_PASSWORD + "\"}";
        for (Account caller : List.of(mallory, alice)) {
            assertProblem(change(caller, alice, body), 403, "ADMIN_REQUIRED", "Admin access required");
            assertProblem(reset(caller, alice, OTHER_PASSWORD), 403, "ADMIN_REQUIRED", "Admin access required");
        }
        assertThat(List.of(
                        json(body).patch(url).statusCode(),
                        json(body).post(url + "/password").statusCode(),
                        json(body).delete(ME).statusCode(),
                        as(Api.UNKNOWN_TOKEN)
                                .contentType(ContentType.JSON)
                                .body(body)
                                .patch(url)
                                .statusCode(),
                        as(Api.UNKNOWN_TOKEN)
                                .contentType(ContentType.JSON)
                                .body(body)
                                .post(url + "/password")
                                .statusCode(),
                        as(Api.UNKNOWN_TOKEN)
                                .contentType(ContentType.JSON)
                                .body(body)
                                .delete(ME)
                                .statusCode()))
                .containsOnly(401);
        as(alice).get(ME).then().statusCode(200).body("user.role", equalTo("user"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_0000000000000000", "user_x", "all", "%00"})
    void anUnknownUserIsNotFound(String id) {
        assertProblem(
                as(admin)
                        .contentType(ContentType.JSON)
                        .body("{\"role\":\"user\"}")
                        .patch(ADMIN_USERS + "/" + id),
                404,
                "USER_NOT_FOUND",
                "User not found");
        assertProblem(
                as(admin)
                        .contentType(ContentType.JSON)
                        .body(Map.of("new_password", OTHER_PASSWORD))
                        .post(ADMIN_USERS + "/" + id + "/password"),
                404,
                "USER_NOT_FOUND",
                "User not found");
    }

    @Test
    void aUserDeletesTheOwnAccountWithItsTokensAndJobsAreKept() {
        // Given
        String api = Api.createToken(alice, "app");
        String waiting = Jobs.submit(alice);
        String made = jobs.withFiles(alice.userId()).id();
        // When
        leave(alice, PASSWORD)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("Account deleted successfully"));
        // Then
        assertProblem(as(api).get(ME), 401, "INVALID_TOKEN", "Invalid token");
        Api.login(alice.username(), PASSWORD).then().statusCode(401);
        Jobs.status(admin, waiting).then().statusCode(200).body("status", equalTo("cancelled"));
        Jobs.status(admin, made).then().statusCode(200).body("status", equalTo("completed"));
        Api.register(alice.username());
    }

    @Test
    void leavingNeedsThePassword() {
        assertProblem(leave(alice, "not it"), 403, "INVALID_CURRENT_PASSWORD", "Invalid current password");
        for (String body : List.of("{}", "{\"password\":null}", "{\"password\":1}")) {
            assertThat(as(alice)
                            .contentType(ContentType.JSON)
                            .body(body)
                            .delete(ME)
                            .statusCode())
                    .isEqualTo(422);
        }
        as(alice).get(ME).then().statusCode(200);
    }

    private static Response change(Account caller, Account user, String body) {
        return as(caller).contentType(ContentType.JSON).body(body).patch(ADMIN_USERS + "/" + user.userId());
    }

    private static Response reset(Account caller, Account user, String password) {
        return as(caller)
                .contentType(ContentType.JSON)
                .body(Map.of("new_password", password))
                .post(ADMIN_USERS + "/" + user.userId() + "/password");
    }

    private static Response leave(Account account, String password) {
        return as(account)
                .contentType(ContentType.JSON)
                .body(Map.of("password", password))
                .delete(ME);
    }

    /** The code of the problem, or nothing. */
    private static String register(String username, String email) {
        Response answer = json(Map.of("username", username, "email", email, "password", PASSWORD))
                .post(USERS + "/register");
        return answer.statusCode() == 200 ? "" : answer.path("error");
    }

    private static Response open(String link) {
        return RestAssured.given().urlEncodingEnabled(false).get(link);
    }

    private static String outcome(Response answer) {
        return answer.statusCode() == 200 ? "200" : answer.path("error");
    }

    static List<String> atOnce(Callable<String> one, Callable<String> other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<String> outcomes = new java.util.ArrayList<>();
            for (Future<String> future : threads.invokeAll(List.of(one, other))) {
                outcomes.add(future.get());
            }
            return outcomes;
        } finally {
            threads.shutdown();
        }
    }

    private Set<String> found(String beginning) {
        return new TreeSet<>(as(admin)
                .queryParam("q", beginning)
                .get(ADMIN_USERS)
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("users.user_id"));
    }
}
