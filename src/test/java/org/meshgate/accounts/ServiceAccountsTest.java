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
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.SERVICE_ACCOUNTS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.meshgate.testing.TestClock;

/** Accounts for programs; who may call the routes is in EndpointMatrixTest. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ServiceAccountsTest {

    private static final String VERIFY = "/api/v1/auth/verify";
    private static final String IS_SERVICE =
            "This is a service account: it has no password and no e-mail address, and is never an administrator.";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    TestClock clock;

    @Inject
    JobDispatcher dispatcher;

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
        Response made = create("{\"name\":\"" + name + "\"}");
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
        Account service = service("worker");
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
    void aTokenForWorkersIsGoodForNothingElse() {
        Account worker = service("worker");
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
        Account service = service("account", "jobs:read", "worker");
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
        assertProblem(token(service("account"), "[\"worker\"]"), 403, "INSUFFICIENT_SCOPE", containsString("worker"));
    }

    @Test
    void aServiceAccountHasNoPassword() {
        // Given
        Account service = service("account");
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
        Account service = service("account");
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
        Account service = service("worker");
        patch(service, "{\"is_active\":false,\"role\":\"user\"}").then().statusCode(200);
        assertProblem(as(service).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        patch(service, "{\"is_active\":true}").then().statusCode(200).body("user.kind", equalTo("service"));
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service-accounts", "users"})
    void anEndedServiceAccountsTokenStopsAtOnce(String route) {
        // Given one whose tokens are known to the server
        Account service = service("worker");
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
        String further = furtherToken(service, "{}").path("token");
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
        create("{\"name\":\"" + service.username() + "\"}").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "delete", "disable"})
    void jobsThatItsWorkersHoldWaitAgain(String way) {
        // Given a job that a worker with the account works on
        Account alice = Api.register();
        Account service = service("worker");
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

    @Test
    void aFurtherTokenLeavesTheOthersOrReplacesThem() {
        // Given
        Account service = service("worker");
        // When
        Response further = furtherToken(service, "{\"scopes\":[\"worker\",\"jobs:read\"],\"expires_in_days\":2}");
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
        String only = furtherToken(service, "{\"revoke_others\":true}").path("token");
        // Then
        assertProblem(as(service).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(
                as(further.<String>path("token")).get(VERIFY + "?scope=worker"), 401, "INVALID_TOKEN", "Invalid token");
        as(only).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    @Test
    void itOutlivesWhoMadeIt() {
        Account maker = accounts.createAdmin();
        Account service = Api.createServiceAccount(maker, List.of("worker"));
        as(admin).delete(ADMIN_USERS + "/" + maker.userId()).then().statusCode(200);
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    @Test
    void theListHasServiceAccountsAloneNewestFirstInPages() {
        // Given
        clock.advance(Duration.ofMinutes(1));
        Account first = service("worker");
        clock.advance(Duration.ofMinutes(1));
        Account person = Api.register();
        Account second = service("worker");
        clock.advance(Duration.ofMinutes(1));
        Account third = service("worker");
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
        Account service = service("worker");
        Account alice = Api.register();
        for (String taken : List.of(
                service.username(),
                service.username().toUpperCase(),
                alice.username().toUpperCase())) {
            assertProblem(
                    create("{\"name\":\"" + taken + "\"}"), 409, "USERNAME_TAKEN", "This username is already taken.");
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
        assertThat(create(body).statusCode()).isEqualTo(status);
        assertThat(redis.exists("users:folded:good-name")).isFalse();
    }

    @Test
    void aFieldThatBreaksItsRuleMakesNoToken() {
        Account service = service("worker");
        for (String body : List.of(
                "{\"scopes\":[\"admin\"]}",
                "{\"scopes\":[]}",
                "{\"scopes\":[\"x\"]}",
                "{\"expires_in_days\":0}",
                "{\"expires_in_days\":4000}",
                "{\"revoke_others\":\"yes\"}")) {
            assertProblem(furtherToken(service, body), 422, "VALIDATION_FAILED", containsString(""));
        }
        assertThat(redis.hashLength("tokens:of:" + service.userId())).isEqualTo(1);
        as(service).get(VERIFY + "?scope=worker").then().statusCode(200);
    }

    /** Another program may lose the index, for example when data is restored in part. */
    @Test
    void accountsThatNoIndexKnowsAreFoundAgain() {
        // Given
        Account service = service("worker");
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

    private Account service(String... scopes) {
        return Api.createServiceAccount(admin, List.of(scopes));
    }

    private Response create(String body) {
        return as(admin).contentType(ContentType.JSON).body(body).post(SERVICE_ACCOUNTS);
    }

    private Response furtherToken(Account service, String body) {
        return as(admin)
                .contentType(ContentType.JSON)
                .body(body)
                .post(SERVICE_ACCOUNTS + "/" + service.userId() + "/tokens");
    }

    private Response patch(Account account, String change) {
        return as(admin).contentType(ContentType.JSON).body(change).patch(ADMIN_USERS + "/" + account.userId());
    }

    private static Response token(Account account, String scopes) {
        return as(account)
                .contentType(ContentType.JSON)
                .body("{\"token_name\":\"x\",\"scopes\":" + scopes + "}")
                .post(Api.TOKENS);
    }
}
