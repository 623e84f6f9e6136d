package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.login;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ProfileTest {

    private static final String NEW_PASSWORD = "battery staple";

    @Test
    void theProfileShowsTheUserAndTheTokenInUse() {
        Account alice = Api.register();
        as(alice)
                .get(Api.ME)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("user.user_id", equalTo(alice.userId()))
                .body("user.username", equalTo(alice.username()))
                .body("user.email", equalTo(alice.email()))
                .body("user.role", equalTo("user"))
                .body("user.is_active", equalTo(true))
                .body("token.id", matchesPattern("tok_[0-9a-f]{16}"))
                .body("token.token_prefix", equalTo(alice.token().substring(0, 12) + "..."))
                .body("token.kind", equalTo("login"))
                .body("token.name", equalTo("Login token - " + alice.username()))
                .body("token.last_used_at", notNullValue());
    }

    @Test
    void aChangedPasswordEndsOtherLoginsAndKeepsApiTokens() {
        // Given three logins and an API token
        Account alice = Api.register();
        String second = login(alice.username(), PASSWORD).path("token");
        String third = login(alice.username(), PASSWORD).path("token");
        String api = Api.createToken(alice, "app");
        // When
        change(alice.token(), PASSWORD, NEW_PASSWORD, false)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("Password changed successfully"))
                .body("revoked_tokens", equalTo(2));
        // Then
        assertThat(List.of(status(alice.token()), status(second), status(third), status(api)))
                .containsExactly(200, 401, 401, 200);
        login(alice.username(), PASSWORD).then().statusCode(401);
        login(alice.username(), NEW_PASSWORD).then().statusCode(200);
    }

    @Test
    void apiTokensEndToo_whenAskedFor() {
        Account alice = Api.register();
        String api = Api.createToken(alice, "app");
        change(alice.token(), PASSWORD, NEW_PASSWORD, true)
                .then()
                .statusCode(200)
                .body("revoked_tokens", equalTo(1));
        assertThat(status(api)).isEqualTo(401);
        assertThat(status(alice.token())).isEqualTo(200);
    }

    @Test
    void aWrongCurrentPasswordChangesNothing() {
        Account alice = Api.register();
        String second = login(alice.username(), PASSWORD).path("token");
        assertProblem(
                change(alice.token(), "wrong", NEW_PASSWORD, false),
                403,
                "INVALID_CURRENT_PASSWORD",
                "Invalid current password");
        assertThat(status(second)).isEqualTo(200);
        login(alice.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void aNewPasswordKeepsTheRules() {
        Account alice = Api.register();
        assertProblem(
                change(alice.token(), PASSWORD, "short", false),
                422,
                "VALIDATION_FAILED",
                "new_password must be 8 to 256 characters");
        assertProblem(
                change(alice.token(), PASSWORD, alice.username(), false),
                422,
                "VALIDATION_FAILED",
                "new_password must not be the username or the e-mail address");
        assertProblem(
                as(alice).contentType("application/json").body("{}").put(USERS + "/me/password"),
                422,
                "VALIDATION_FAILED",
                "new_password is required; old_password is required");
    }

    @Test
    void ofTwoChangesAtOnceOneWins() throws Exception {
        // Given
        Account alice = Api.register();
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> changes = List.of(
                () -> change(alice.token(), PASSWORD, "first password", false).statusCode(),
                () -> change(alice.token(), PASSWORD, "second password", false).statusCode());
        // When
        Map<Integer, Integer> outcomes = new HashMap<>();
        for (var outcome : two.invokeAll(changes)) {
            outcomes.merge(outcome.get(), 1, Integer::sum);
        }
        two.shutdown();
        // Then
        assertThat(outcomes).isEqualTo(Map.of(200, 1, 403, 1));
    }

    private static int status(String token) {
        return as(token).get(Api.ME).statusCode();
    }

    private static Response change(String token, String oldPassword, String newPassword, boolean apiTokensToo) {
        return as(token)
                .contentType("application/json")
                .body(Map.of(
                        "old_password", oldPassword, "new_password", newPassword, "revoke_api_tokens", apiTokensToo))
                .put(USERS + "/me/password");
    }
}
