package org.meshgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The audit trail in the stream, in the log, and over HTTP. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AuditTest {

    private static final String AUDIT = USERS + "/admin/audit";
    private static final String OTHER_PASSWORD = "battery staple";

    @Inject
    Accounts accounts;

    @Inject
    FinishedJobs jobs;

    @Inject
    RedisView redis;

    @Inject
    AuditLog log;

    @Inject
    TestClock clock;

    private final Logger logger = Logger.getLogger("meshgate.audit");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        logger.addHandler(handler);
        logger.setLevel(Level.INFO);
        clock.advance(Duration.ofHours(1)); // so that a refusal is not one of a test before
        admin = accounts.createAdmin();
    }

    @AfterEach
    void noMoreLines() {
        logger.removeHandler(handler);
        logger.setLevel(Level.WARNING);
        clock.reset();
    }

    @Test
    void aWholeWorkflowIsAuditedWithoutSecrets() {
        // Given
        Account alice = Api.register();
        List<String> secrets = new ArrayList<>(List.of(
                PASSWORD, OTHER_PASSWORD, alice.token(), admin.token(), "wrong secret", "typed into the name field"));
        // When things are done, and go wrong
        Response login = Api.login(alice.username(), PASSWORD);
        secrets.add(login.path("token"));
        Api.login(alice.username(), "wrong secret").then().statusCode(401);
        Api.login("typed into the name field", "wrong secret").then().statusCode(401);
        String api = Api.createToken(alice, "a token's name");
        secrets.add(api);
        secrets.add("a token's name");
        as(alice).delete(TOKENS + "/" + api).then().statusCode(200);
        as(alice).delete(TOKENS + "/" + api).then().statusCode(404);
        as(login.<String>path("token")).post(USERS + "/logout").then().statusCode(200);
        as(alice)
                .contentType(ContentType.JSON)
                .body(Map.of("old_password", PASSWORD, "new_password", OTHER_PASSWORD))
                .put(ME + "/password")
                .then()
                .statusCode(200);
        String id = jobs.withFiles(alice.userId()).id();
        String link = Jobs.status(admin, id).path("result.mesh_url");
        secrets.add(link.replaceAll(".*sig=", ""));
        RestAssured.given().urlEncodingEnabled(false).get(link).then().statusCode(200);
        as(admin).delete(Jobs.job(id)).then().statusCode(200);
        Response invite = as(admin).contentType(ContentType.JSON).body("{}").post(USERS + "/admin/invites");
        secrets.add(invite.path("invite_code"));
        as(admin)
                .delete(USERS + "/admin/invites/" + invite.path("invite_code"))
                .then()
                .statusCode(404);
        as(admin).contentType(ContentType.JSON).body("{\"role\":\"admin\"}").patch(ADMIN_USERS + "/" + alice.userId());
        as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("new_password", PASSWORD))
                .post(ADMIN_USERS + "/" + alice.userId() + "/password")
                .then()
                .statusCode(200);
        as(admin).delete(ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        // Then it is all there, newest first
        List<String> told = entries("?user=" + alice.userId() + "&limit=500").stream()
                .map(entry -> entry.get("action") + " " + entry.get("outcome"))
                .toList();
        assertThat(told)
                .containsExactly(
                        "user_delete success",
                        "password_reset success",
                        "user_update success",
                        "job_delete success",
                        "job_file success",
                        "job_read success",
                        "password_change success",
                        "logout success",
                        "token_revoke TOKEN_NOT_FOUND",
                        "token_revoke success",
                        "token_create success",
                        "login INVALID_CREDENTIALS",
                        "login success",
                        "register success");
        // And no secret is, neither in the stream nor in the log
        assertThat(lines).hasSizeGreaterThan(told.size()).allMatch(line -> line.startsWith("{\"action\":\""));
        for (String secret : secrets) {
            assertThat(secret).hasSizeGreaterThan(7);
            assertThat(redis.audit()).doesNotContain(secret);
            assertThat(String.join("\n", lines)).doesNotContain(secret);
        }
    }

    @Test
    void anEntryHasActorOriginAndTarget() {
        Account alice = Api.register();
        Response changed = as(admin)
                .header("X-Request-Id", "request-of-a-test")
                .contentType(ContentType.JSON)
                .body("{\"is_active\":false}")
                .patch(ADMIN_USERS + "/" + alice.userId());
        changed.then().statusCode(200);
        String token = as(admin).get(ME).path("token.id");
        as(admin)
                .get(AUDIT + "?action=user_update&user=" + alice.userId())
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("count", equalTo(1))
                .body("next_cursor", equalTo(null))
                .body("entries[0].user_id", equalTo(admin.userId()))
                .body("entries[0].token_id", equalTo(token))
                .body("entries[0].address", equalTo("127.0.0.1"))
                .body("entries[0].request_id", equalTo("request-of-a-test"))
                .body("entries[0].target", equalTo(alice.userId()))
                .body("entries[0].outcome", equalTo("success"))
                .body("entries[0].details", equalTo(Map.of("is_active", "false")));
    }

    @Test
    void rotationsAndTheEndOfManyTokensAreTold() {
        // Given
        Account alice = Api.register();
        Api.createToken(alice, "first");
        Api.createToken(alice, "second");
        String old = as(alice).get(TOKENS).path("tokens[0].id");
        // When one is rotated, once more in vain, and all others end
        Response rotated = as(alice).contentType(ContentType.JSON).body("{}").post(TOKENS + "/" + old + "/rotate");
        rotated.then().statusCode(200);
        as(alice).contentType(ContentType.JSON).body("{}").post(TOKENS + "/" + old + "/rotate");
        as(alice).delete(TOKENS).then().statusCode(200);
        // Then
        List<Map<String, Object>> entries = entries("?user=" + alice.userId() + "&limit=3");
        assertThat(entries)
                .extracting(entry -> entry.get("action"))
                .containsExactly("token_revoke_all", "token_rotate", "token_rotate");
        assertThat(entries.get(0).get("details"))
                .isEqualTo(Map.of("kind", "all", "include_current", "false", "revoked_tokens", "2"));
        assertThat(entries.get(1).get("outcome")).isNotEqualTo("success");
        assertThat(entries.get(2))
                .containsEntry("outcome", "success")
                .containsEntry("target", old)
                .containsEntry("details", Map.of("grace_seconds", "0", "new_token", rotated.path("token_info.id")));
        assertThat(redis.audit()).doesNotContain(rotated.<String>path("token"));
    }

    @Test
    void aLoginWithAnUnknownNameIsRecordedUnderAPseudonym() {
        String name = unique("nobody-");
        Api.login(name, PASSWORD);
        Api.login(name.toUpperCase(), PASSWORD);
        List<Map<String, Object>> entries = entries("?action=login&limit=2");
        assertThat(entries).allMatch(entry -> entry.get("target") == null && entry.get("user_id") == null);
        assertThat(entries.get(0).get("details")).isEqualTo(entries.get(1).get("details"));
        assertThat(redis.audit()).doesNotContain(name);
    }

    @Test
    void ownJobsAreNotToldAndAPollingAdministratorIsToldOnce() {
        Account alice = Api.register();
        String own = Jobs.submit(admin);
        String job = Jobs.submit(alice);
        Jobs.status(admin, own);
        Jobs.status(alice, job);
        for (int i = 0; i < 5; i++) {
            Jobs.status(admin, job).then().statusCode(200);
        }
        as(admin).post(Jobs.job(job) + "/cancel").then().statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(entries("?user=" + alice.userId()).stream()
                        .filter(entry -> job.equals(entry.get("target")))
                        .map(entry -> entry.get("action") + " " + entry.get("user_id")))
                .containsExactlyInAnyOrder("job_cancel " + admin.userId(), "job_read " + admin.userId()));
        assertThat(redis.audit()).doesNotContain(own);
    }

    @Test
    void theAuditIsReadInParts() {
        Account alice = Api.register();
        for (int i = 0; i < 4; i++) {
            Api.createToken(alice, "app");
        }
        String query = "?user=" + alice.userId() + "&limit=2";
        List<Object> ids = new ArrayList<>();
        String cursor = null;
        int parts = 0;
        do {
            Response part = as(admin).get(AUDIT + query + (cursor == null ? "" : "&cursor=" + cursor));
            ids.addAll(part.<List<Object>>path("entries.id"));
            cursor = part.path("next_cursor");
            parts++;
        } while (cursor != null && parts < 50);
        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        assertThat(entries("?user=" + alice.userId() + "&action=token_create")).hasSize(4);
        assertThat(entries("?limit=3")).hasSize(3);
    }

    @Test
    void entriesRejectedByRedisAreLogged() {
        // Given something under the key that is no stream
        Api.register();
        redis.send(Command.RENAME, "3daigc:audit", "3daigc:audit-kept");
        redis.set("audit", "no stream");
        try {
            // When
            log.write(new AuditEntry(
                            AuditAction.LOGIN, AuditEntry.SUCCESS, AuditOrigin.COMMAND_LINE, "the-target", Map.of()))
                    .await()
                    .atMost(Duration.ofSeconds(10));
            // Then
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("Audit entry not stored in Redis (WRONGTYPE")
                            && line.contains("the-target"));
        } finally {
            redis.send(Command.RENAME, "3daigc:audit-kept", "3daigc:audit");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action | nothing",
                "action | LOGIN",
                "user   | alice",
                "user   | user_*",
                "user   | USER_0123456789abcdef",
                "cursor | x",
                "cursor | +",
                "cursor | 1-1 COUNT",
                "cursor | 0-0",
                "cursor | 000-0",
                "from   | yesterday",
                "from   | 2026-02-30",
                "from   | 2026-01",
                "to     | +999999999-01-01T00:00:00Z",
                "limit  | 0",
                "limit  | 501",
                "limit  | 1e2"
            })
    void anInvalidFilterIsRefused(String name, String value) {
        assertProblem(
                as(admin).queryParam(name, value).get(AUDIT), 422, "VALIDATION_FAILED", startsWith(name + " must"));
    }

    @Test
    void aTimeThatEndsBeforeItBeginsIsRefused() {
        assertProblem(
                as(admin)
                        .queryParam("from", "2026-01-31T09:30:00Z")
                        .queryParam("to", "2026-01-31T09:29:59+00:00")
                        .get(AUDIT),
                422,
                "VALIDATION_FAILED",
                startsWith("to must not be before from"));
    }

    @Test
    void entriesOfATimeAreFound() {
        Account alice = Api.register();
        String time = entries("?action=register&user=" + alice.userId())
                .get(0)
                .get("time")
                .toString();
        String query = "?user=" + alice.userId();
        assertThat(entries(query + "&from=" + time + "&to=" + time)).hasSize(1);
        assertThat(entries(query + "&to=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(entries(query + "&from=2999-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void datesAndTimesWithoutAnOffsetAreInUtcAsInTheHistory() {
        // Given
        Account alice = Api.register();
        String time = entries("?action=register&user=" + alice.userId())
                .get(0)
                .get("time")
                .toString();
        LocalDate day = LocalDate.parse(time.substring(0, 10));
        String query = "?action=register&user=" + alice.userId();
        // Then a date is the whole day, and an empty parameter none
        assertThat(entries(query + "&from=" + day + "&to=" + day)).hasSize(1);
        assertThat(entries(query + "&from=" + day.plusDays(1))).isEmpty();
        assertThat(entries(query + "&to=" + day.minusDays(1))).isEmpty();
        assertThat(entries(query + "&from=" + time.substring(0, 19) + "&to=")).hasSize(1);
    }

    @Test
    void entriesThatArriveMeanwhileNeitherRepeatNorHideOthers() {
        // Given six entries, and the first part of them
        Account alice = Api.register();
        for (int i = 0; i < 5; i++) {
            Api.createToken(alice, "app");
        }
        List<Object> before = ids("?limit=500&user=" + alice.userId());
        Response first = as(admin).get(AUDIT + "?limit=2&user=" + alice.userId());
        List<Object> read = new ArrayList<>(first.<List<Object>>path("entries.id"));
        String cursor = first.path("next_cursor");
        // When more arrive between the parts
        for (int parts = 0; cursor != null && parts < 20; parts++) {
            Api.createToken(alice, "app");
            Response part = as(admin).get(AUDIT + "?limit=2&user=" + alice.userId() + "&cursor=" + cursor);
            read.addAll(part.<List<Object>>path("entries.id"));
            cursor = part.path("next_cursor");
        }
        // Then
        assertThat(before).hasSize(6);
        assertThat(read).isEqualTo(before);
    }

    @Test
    void aSearchLooksAtSoManyEntriesAndTellsHowFarItCame() {
        // Given more entries than a request looks at, of 1970, and none that fits
        Api.register();
        redis.send(Command.RENAME, "3daigc:audit", "3daigc:audit-kept");
        try {
            for (int i = 1; i <= 10_001; i++) {
                redis.send(Command.XADD, "3daigc:audit", i + "-0", "action", "logout", "outcome", "success");
            }
            // When
            Response part = as(admin).get(AUDIT + "?action=cli_migrate&to=1970-01-01T00:01:00Z");
            // Then
            part.then()
                    .statusCode(200)
                    .body("count", equalTo(0))
                    .body("next_cursor", equalTo("2-0"))
                    .body("searched_to", equalTo("1970-01-01T00:00:00.002Z"));
            as(admin)
                    .get(AUDIT + "?action=cli_migrate&cursor=2-0")
                    .then()
                    .body("next_cursor", equalTo(null))
                    .body("searched_to", equalTo("1970-01-01T00:00:00.001Z"));
        } finally {
            redis.send(Command.RENAME, "3daigc:audit-kept", "3daigc:audit");
        }
    }

    @Test
    void tokensThatAreReplacedOrEndedTogetherAreTold() {
        Account alice = Api.register();
        Api.createToken(alice, "app");
        String token = as(alice).get(TOKENS).path("tokens.find { it.kind == 'api' }.id");
        String fresh = as(alice)
                .contentType(ContentType.JSON)
                .body("{\"grace_seconds\":60}")
                .post(TOKENS + "/" + token + "/rotate")
                .then()
                .statusCode(200)
                .extract()
                .path("token_info.id");
        as(alice).delete(TOKENS + "?kind=api").then().statusCode(200);
        List<Map<String, Object>> told = entries("?limit=2&user=" + alice.userId());
        assertThat(told.get(0))
                .containsEntry("action", "token_revoke_all")
                .containsEntry("target", alice.userId())
                .containsEntry("outcome", "success");
        assertThat(told.get(0).get("details"))
                .isEqualTo(Map.of("kind", "api", "include_current", "false", "revoked_tokens", "2"));
        assertThat(told.get(1)).containsEntry("action", "token_rotate").containsEntry("target", token);
        assertThat(told.get(1).get("details")).isEqualTo(Map.of("grace_seconds", "60", "new_token", fresh));
    }

    @Test
    void aRefusedJobAccessIsRecordedOnceWithItsOwner() {
        Account alice = Api.register();
        Account mallory = Api.register();
        String job = Jobs.submit(alice);
        for (int i = 0; i < 3; i++) {
            Jobs.status(mallory, job).then().statusCode(403);
        }
        as(mallory).get(AUDIT).then().statusCode(403);
        Awaitility.await().untilAsserted(() -> {
            List<Map<String, Object>> told = entries("?action=access_refused&user=" + mallory.userId());
            assertThat(told)
                    .extracting(entry -> entry.get("outcome"))
                    .containsExactly("ADMIN_REQUIRED", "ACCESS_DENIED");
            assertThat(told.get(1))
                    .containsEntry("target", job)
                    .containsEntry("address", "127.0.0.1")
                    .containsEntry(
                            "details",
                            Map.of("method", "GET", "owner", alice.userId(), "route", "/api/v1/system/jobs/{job_id}"));
        });
        assertThat(entries("?action=access_refused&user=" + alice.userId())).hasSize(1);
    }

    @Test
    void aTokenThatIsNotValidIsToldOnceAMinuteAndNotItself() {
        for (int i = 0; i < 5; i++) {
            as(Api.UNKNOWN_TOKEN).get(ME).then().statusCode(401);
        }
        Awaitility.await().untilAsserted(() -> assertThat(entries("?action=access_refused&limit=500").stream()
                        .filter(entry -> "INVALID_TOKEN".equals(entry.get("outcome"))))
                .hasSize(1)
                .allMatch(entry -> entry.get("user_id") == null && "127.0.0.1".equals(entry.get("address"))));
        assertThat(redis.audit()).doesNotContain(Api.UNKNOWN_TOKEN);
    }

    @Test
    void listsAndUsersThatAnAdministratorLooksAtAreToldOnce() {
        Account alice = Api.register();
        Jobs.submit(alice);
        for (int i = 0; i < 3; i++) {
            as(admin).get(Jobs.JOBS + "/history").then().statusCode(200);
            as(admin).get(ADMIN_USERS).then().statusCode(200);
            as(admin).get(ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        }
        as(alice).get(Jobs.JOBS + "/history").then().statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(entries("?limit=500&user=" + admin.userId()))
                .extracting(entry -> entry.get("action") + " " + entry.get("target"))
                .containsExactlyInAnyOrder("job_list null", "user_list null", "user_read " + alice.userId()));
    }

    @Test
    void anAdministratorsRefusedCancellationIsRecordedWithTheReason() {
        Account alice = Api.register();
        String job = jobs.withFiles(alice.userId()).id();
        as(admin).post(Jobs.job(job) + "/cancel").then().statusCode(409);
        assertThat(entries("?action=job_cancel&user=" + alice.userId()))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("outcome", "JOB_FINISHED")
                        .containsEntry("target", job)
                        .containsEntry("user_id", admin.userId()));
    }

    @Test
    void uploadsOfOthersThatAnAdministratorReachesAreTold() {
        Account alice = Api.register();
        String upload = as(alice)
                .multiPart("file", "cube.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n".getBytes(), "model/obj")
                .post("/api/v1/file-upload/mesh")
                .then()
                .statusCode(200)
                .extract()
                .path("file_id");
        as(alice).get("/api/v1/file-upload/metadata/" + upload).then().statusCode(200);
        as(Api.register()).get("/api/v1/file-upload/metadata/" + upload).then().statusCode(403);
        as(admin).get("/api/v1/file-upload/list").then().statusCode(200);
        as(admin).get("/api/v1/file-upload/metadata/" + upload).then().statusCode(200);
        as(admin).delete("/api/v1/file-upload/" + upload).then().statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(entries("?limit=500&user=" + alice.userId()))
                .filteredOn(entry -> upload.equals(entry.get("target")))
                .extracting(entry -> entry.get("action") + " " + entry.get("outcome"))
                .containsExactlyInAnyOrder(
                        "upload_read success", "upload_delete success", "access_refused FILE_ACCESS_DENIED"));
        assertThat(entries("?action=upload_list&user=" + admin.userId())).hasSize(1);
    }

    @Test
    void onlyAdministratorsReadTheAudit() {
        assertProblem(as(Api.register()).get(AUDIT), 403, "ADMIN_REQUIRED", "Admin access required");
        RestAssured.get(AUDIT).then().statusCode(401);
        as(Api.UNKNOWN_TOKEN).get(AUDIT).then().statusCode(401);
    }

    private List<Object> ids(String query) {
        return as(admin).get(AUDIT + query).then().statusCode(200).extract().path("entries.id");
    }

    private List<Map<String, Object>> entries(String query) {
        return as(admin).get(AUDIT + query).then().statusCode(200).extract().path("entries");
    }
}
