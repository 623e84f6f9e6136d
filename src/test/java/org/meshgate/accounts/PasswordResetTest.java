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
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;

/** Password resets by an administrator. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class PasswordResetTest {

    private static final String OTHER_PASSWORD = "battery staple";

    @Inject
    Accounts accounts;

    private Account admin;
    private Account alice;

    @BeforeEach
    void anAdministratorAndAUser() {
        admin = accounts.createAdmin();
        alice = Api.register();
    }

    @Test
    void aResetPasswordEndsEveryToken() {
        String api = Api.createToken(alice, "app");
        reset(admin, alice, OTHER_PASSWORD)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("Password changed. 2 tokens were revoked."));
        assertProblem(as(alice).get(ME), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(api).get(ME), 401, "INVALID_TOKEN", "Invalid token");
        Api.login(alice.username(), PASSWORD).then().statusCode(401);
        Api.login(alice.username(), OTHER_PASSWORD).then().statusCode(200);
    }

    @Test
    void aResetFollowsTheRulesOfPasswordsAndIsNotForOneself() {
        for (String bad : List.of("short", alice.username(), alice.email().toUpperCase(), "x".repeat(257))) {
            assertProblem(reset(admin, alice, bad), 422, "VALIDATION_FAILED", startsWith("new_password must"))
                    .body("errors.field", equalTo(List.of("new_password")));
        }
        for (String body : List.of("{}", "{\"new_password\":12345678}", "{\"new_password\":null}")) {
            assertThat(as(admin)
                            .contentType(ContentType.JSON)
                            .body(body)
                            .post(ADMIN_USERS + "/" + alice.userId() + "/password")
                            .statusCode())
                    .isEqualTo(422);
        }
        assertProblem(reset(admin, admin, OTHER_PASSWORD), 400, "OWN_PASSWORD", startsWith("Change your own"));
        as(admin).get(ME).then().statusCode(200);
        as(alice).get(ME).then().statusCode(200);
    }

    private static Response reset(Account caller, Account user, String password) {
        return as(caller)
                .contentType(ContentType.JSON)
                .body(Map.of("new_password", password))
                .post(ADMIN_USERS + "/" + user.userId() + "/password");
    }

    /** The code of the problem, or nothing. */
    private static String register(String username, String email) {
        Response answer = json(Map.of("username", username, "email", email, "password", PASSWORD))
                .post(USERS + "/register");
        return answer.statusCode() == 200 ? "" : answer.path("error");
    }
}
