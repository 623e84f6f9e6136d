package org.meshgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.audit.AuditRequests.AUDIT;
import static org.meshgate.audit.AuditRequests.entries;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.LogLines;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The audit trail in the stream, in the log, and over HTTP. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AuditTest {

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

    private LogLines lines;
    private Account admin;

    @BeforeEach
    void anAdministrator() {
        lines = new LogLines("meshgate.audit");
        clock.advance(Duration.ofHours(1)); // so that a refusal is not one of a test before
        admin = accounts.createAdmin();
    }

    @AfterEach
    void noMoreLines() {
        lines.close();
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
        List<String> told = entries(admin, "?user=" + alice.userId() + "&limit=500").stream()
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
        assertThat(lines.containing(""))
                .hasSizeGreaterThan(told.size())
                .allMatch(line -> line.startsWith("{\"action\":\""));
        for (String secret : secrets) {
            assertThat(secret).hasSizeGreaterThan(7);
            assertThat(redis.audit()).doesNotContain(secret);
            assertThat(String.join("\n", lines.containing(""))).doesNotContain(secret);
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
        List<Map<String, Object>> entries = entries(admin, "?user=" + alice.userId() + "&limit=3");
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
        List<Map<String, Object>> entries = entries(admin, "?action=login&limit=2");
        assertThat(entries).allMatch(entry -> entry.get("target") == null && entry.get("user_id") == null);
        assertThat(entries.get(0).get("details")).isEqualTo(entries.get(1).get("details"));
        assertThat(redis.audit()).doesNotContain(name);
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
            assertThat(lines.containing("the-target"))
                    .anyMatch(line -> line.startsWith("Audit entry not stored in Redis (WRONGTYPE"));
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
        List<Map<String, Object>> told = entries(admin, "?limit=2&user=" + alice.userId());
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
    void aTokenThatIsNotValidIsToldOnceAMinuteAndNotItself() {
        for (int i = 0; i < 5; i++) {
            as(Api.UNKNOWN_TOKEN).get(ME).then().statusCode(401);
        }
        Awaitility.await().untilAsserted(() -> assertThat(entries(admin, "?action=access_refused&limit=500").stream()
                        .filter(entry -> "INVALID_TOKEN".equals(entry.get("outcome"))))
                .hasSize(1)
                .allMatch(entry -> entry.get("user_id") == null && "127.0.0.1".equals(entry.get("address"))));
        assertThat(redis.audit()).doesNotContain(Api.UNKNOWN_TOKEN);
    }
}
