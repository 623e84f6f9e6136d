package org.meshgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Commands about users, beside a running server. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UserCommandsTest {

    private static final String OTHER = "battery staple";

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @ParameterizedTest
    @ValueSource(strings = {"name", "NAME", "address", "id"})
    void aPasswordIsResetAndEveryTokenEnds(String by) {
        // Given a user with a login and a token for a program
        Account user = Api.register();
        String program = Api.createToken(user, "render farm");
        // When
        Captured done = Captured.withInput(OTHER, "reset-password", "--password-stdin", spelled(user, by));
        // Then
        assertThat(done)
                .isEqualTo(new Captured(
                        0,
                        "user_id: " + user.userId() + "\nrevoked_tokens: 2\n",
                        "The password of " + user.username()
                                + " is changed, and no token of theirs works any more.\n"));
        as(user).get(Api.ME).then().statusCode(401);
        as(program).get(Api.ME).then().statusCode(401);
        assertThat(Api.login(user.username(), PASSWORD).statusCode()).isEqualTo(401);
        assertThat(Api.login(user.username(), OTHER).statusCode()).isEqualTo(200);
        assertThat(entryAbout(user, "password_reset"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", "cli")
                .containsEntry("detail.revoked_tokens", "2");
        assertThat(redis.audit()).doesNotContain(OTHER);
    }

    @Test
    void aLinkToSetAPasswordIsPrinted() {
        // Given
        Account user = Api.register();
        // When
        Captured done = Captured.of("reset-password", "--link", user.username());
        // Then
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out())
                .matches("user_id: " + user.userId()
                        + "\nlink: /console/#/reset\\?code=p3r_[0-9a-f]{16}[A-Za-z0-9_-]{24}\n");
        assertThat(done.err())
                .startsWith(user.username() + " can set a password with this link once, until ")
                .endsWith(" server.public_url is not set.\n");
        String code = done.out().strip().replaceFirst("(?s).*code=", "");
        assertThat(Api.json(Map.of("code", code, "new_password", OTHER))
                        .post(Api.USERS + "/reset")
                        .statusCode())
                .isEqualTo(200);
        assertThat(Api.login(user.username(), OTHER).statusCode()).isEqualTo(200);
        assertThat(entryAbout(user, "reset_link_create"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", "cli");
        assertThat(redis.audit()).doesNotContain(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "name"})
    void aPasswordThatBreaksTheRulesChangesNothing(String password) {
        // Given
        Account user = Api.register();
        String wanted = password.equals("name") ? user.username() : password;
        // When
        Captured refused = Captured.withInput(wanted, "reset-password", "--password-stdin", user.username());
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("new_password must ").hasLineCount(1);
        as(user).get(Api.ME).then().statusCode(200);
    }

    @Test
    void unknownUserIsReportedInOneLineByEveryCommand() {
        Captured refused = new Captured(1, "", "No user has this name, e-mail address or id: no?body\n");
        assertThat(Captured.withInput(OTHER, "reset-password", "--password-stdin", "no\nbody"))
                .isEqualTo(refused);
        assertThat(Captured.of("revoke-tokens", "no\nbody")).isEqualTo(refused);
        assertThat(Captured.of("set-role", "no\nbody", "admin")).isEqualTo(refused);
    }

    @Test
    void usernameThatLooksLikeAnIdIsNotTakenForIt() {
        // Given somebody who hopes to be promoted in the place of a user who is not there
        String id = "user_" + String.format("%16s", unique("")).replace(' ', '0');
        Account impostor = Api.register(id);
        // When
        Captured refused = Captured.of("set-role", id, "admin");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        as(impostor).get(Api.ME).then().body("user.role", equalTo("user"));
    }

    @Test
    void revokesAndCountsAllTokensAndKeepsThePassword() {
        // Given
        Account user = Api.register();
        Account other = Api.register();
        Api.createToken(user, "one");
        Api.createToken(user, "two");
        // When
        Captured done = Captured.of("revoke-tokens", user.email());
        // Then
        assertThat(done)
                .isEqualTo(new Captured(
                        0,
                        "user_id: " + user.userId() + "\nrevoked_tokens: 3\n",
                        "No token of " + user.username() + " works any more; they can log in again.\n"));
        as(user).get(Api.ME).then().statusCode(401);
        as(other).get(Api.ME).then().statusCode(200);
        assertThat(entryAbout(user, "token_revoke_all"))
                .containsEntry("user_id", "cli")
                .containsEntry("detail.revoked_tokens", "3");
        assertThat(Captured.of("revoke-tokens", user.email()).out()).endsWith("revoked_tokens: 0\n");
        assertThat(Api.login(user.username(), PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void changedRoleAppliesToTheNextRequest() {
        // Given
        Account admin = accounts.createAdmin();
        Account user = Api.register();
        as(user).get(Api.ADMIN_USERS).then().statusCode(403);
        // When they are promoted
        Captured promoted = Captured.of("set-role", user.username(), "admin");
        // Then
        assertThat(promoted)
                .isEqualTo(new Captured(
                        0,
                        "user_id: " + user.userId() + "\nrole: admin\n",
                        user.username() + " is an administrator now.\n"));
        as(user).get(Api.ADMIN_USERS).then().statusCode(200);
        assertThat(entryAbout(user, "user_update"))
                .containsEntry("user_id", "cli")
                .containsEntry("detail.role", "admin");
        assertThat(Captured.of("set-role", user.username(), "admin").err()).endsWith(", as before.\n");
        // And demoted
        assertThat(Captured.of("set-role", user.userId(), "user").err())
                .isEqualTo(user.username() + " is no administrator now.\n");
        as(user).get(Api.ADMIN_USERS).then().statusCode(403);
        as(admin).get(Api.ADMIN_USERS).then().statusCode(200);
    }

    @Test
    void theLastAdministratorStaysOne() {
        // Given
        Account admin = accounts.createAdmin();
        accounts.deleteAdminsExcept(admin);
        // When
        Captured refused = Captured.of("set-role", admin.username(), "user");
        // Then
        assertThat(refused).isEqualTo(new Captured(1, "", "This is the last administrator. Make another one first.\n"));
        as(admin).get(Api.ADMIN_USERS).then().statusCode(200);
        assertThat(entryAbout(admin, "user_update"))
                .containsEntry("outcome", "LAST_ADMIN")
                .containsEntry("user_id", "cli");
    }

    @Test
    void limitsAreSetAndPutBack() {
        // Given
        Account user = Api.register();
        // When
        Captured done = Captured.of("set-limits", user.username(), "--weight", "2.5", "--max-running", "0");
        // Then
        assertThat(done)
                .isEqualTo(new Captured(
                        0,
                        "user_id: " + user.userId()
                                + "\nlimits: weight=2.5 max_queued=default max_running=0 priority=default"
                                + " gpu_seconds_per_day=default gpu_seconds_per_month=default\n",
                        "The limits of " + user.username() + " are changed.\n"));
        assertThat(redis.hashField("users:limits", user.userId())).isEqualTo("{\"weight\":2.5,\"max_running\":0}");
        assertThat(entryAbout(user, "user_update"))
                .containsEntry("user_id", "cli")
                .containsEntry("detail.weight", "2.5")
                .containsEntry("detail.max_running", "0");
        // And back
        assertThat(Captured.of(
                                "set-limits",
                                user.email(),
                                "--weight",
                                "default",
                                "--max-queued",
                                "5",
                                "--max-running",
                                "default",
                                "--priority",
                                "9",
                                "--gpu-seconds-per-day",
                                "3600")
                        .out())
                .endsWith("limits: weight=default max_queued=5 max_running=default priority=9"
                        + " gpu_seconds_per_day=3600 gpu_seconds_per_month=default\n");
        assertThat(redis.hashField("users:limits", user.userId()))
                .isEqualTo("{\"max_queued\":5,\"priority\":9,\"gpu_seconds_per_day\":3600}");
    }

    @Test
    void aWorkerIsMadeWithATokenForItself() {
        // When
        String name = unique("gpu-");
        Captured made = Captured.of("create-worker", name, "--expires-in-days", "7");
        // Then
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).matches("user_id: user_[0-9a-f]{16}\ntoken: p3d_[0-9A-Za-z]{49}\n");
        assertThat(made.err())
                .startsWith("Service account " + name + " created.\nThe token is shown this once. Start a worker")
                .contains("  meshgate worker --server URL --token-file FILE")
                .doesNotContain("p3d_");
        String id = made.lines().get(0).substring("user_id: ".length());
        String token = made.lines().get(1).substring("token: ".length());
        as(token).get("/api/v1/auth/verify?scope=worker").then().statusCode(200).header("X-User-Id", id);
        as(token).get(Api.ME).then().statusCode(403);
        as(accounts.createAdmin())
                .get(Api.ADMIN_USERS + "/" + id)
                .then()
                .statusCode(200)
                .body("user.username", equalTo(name))
                .body("user.kind", equalTo("service"));
        assertThat(audit.about(id, "cli_create_worker"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", "cli");
        assertThat(Captured.of("create-worker", "a b"))
                .isEqualTo(new Captured(1, "", "name must be 3 to 64 characters of A-Z a-z 0-9 . _ -\n"));
        // And commands for persons refuse it
        Captured refused = new Captured(
                1,
                "",
                "This is a service account: it has no password and no e-mail address, and is never an administrator.\n");
        assertThat(Captured.of("set-role", name, "admin")).isEqualTo(refused);
        assertThat(Captured.withInput(OTHER, "reset-password", "--password-stdin", name))
                .isEqualTo(refused);
    }

    @Test
    void anExistingWorkerHasAnotherTokenWithTheSameName() {
        // Given
        String name = unique("gpu-");
        Captured first = Captured.of("create-worker", name);
        // When
        Captured again = Captured.of("create-worker", name.toUpperCase(Locale.ROOT));
        // Then the account has both
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err())
                .startsWith("The service account " + name + " exists; this is another token for it.\n")
                .doesNotContain("p3d_");
        assertThat(again.lines().get(0)).isEqualTo(first.lines().get(0));
        assertThat(again.lines().get(1)).isNotEqualTo(first.lines().get(1));
        for (Captured made : List.of(first, again)) {
            String token = made.lines().get(1).substring("token: ".length());
            as(token).get("/api/v1/auth/verify?scope=worker").then().statusCode(200);
            as(token).get(Api.ME).then().statusCode(403);
        }
    }

    @Test
    void aNameThatIsNoWorkersHasNoToken() {
        // Given a person, whose name it is, and a service account for another purpose
        Account person = Api.register();
        Account admin = accounts.createAdmin();
        String reader = unique("reader-");
        as(admin)
                .contentType("application/json")
                .body(Map.of("name", reader, "scopes", List.of("jobs:read")))
                .post("/api/v1/users/admin/service-accounts")
                .then()
                .statusCode(200);
        // Then
        assertThat(Captured.of("create-worker", person.username()))
                .isEqualTo(new Captured(
                        1, "", person.username() + " is a user, not a service account. Choose another name.\n"));
        assertThat(audit.about("", "cli_create_worker")).containsEntry("outcome", "USERNAME_TAKEN");
        assertThat(Captured.of("create-worker", reader))
                .isEqualTo(new Captured(
                        1, "", reader + " is a service account without the scope worker. Choose another name.\n"));
    }

    private static String spelled(Account user, String by) {
        return switch (by) {
            case "name" -> user.username();
            case "NAME" -> user.username().toUpperCase(Locale.ROOT);
            case "address" -> user.email();
            default -> user.userId();
        };
    }

    private Map<String, String> entryAbout(Account user, String action) {
        return audit.about(user.userId(), action);
    }
}
