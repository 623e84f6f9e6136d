package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.accounts.login.AccountService;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** A server with a password blocklist. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Strict.class)
class BlocklistTest {

    private static final String LISTED = "is on a list of passwords that many people use";

    @Inject
    AccountService accounts;

    @Test
    void aListedPasswordIsRefusedAtRegistrationInAnySpelling() {
        for (String password : new String[] {"Sunshine2024", "sunSHINE2024", "ｓunshine2024"}) {
            Response response = register(password);
            assertProblem(response, 422, "VALIDATION_FAILED", "password " + LISTED);
            assertThat(response.asString()).doesNotContain(password);
        }
        register("sunshine 2024").then().statusCode(200);
    }

    @Test
    void andAtAChange() {
        Account alice = Api.register();
        assertProblem(
                as(alice)
                        .contentType("application/json")
                        .body(Map.of("old_password", PASSWORD, "new_password", "LetMeInPlease"))
                        .put(USERS + "/me/password"),
                422,
                "VALIDATION_FAILED",
                "new_password " + LISTED);
    }

    @Test
    void andForAdministratorsOnTheCommandLine() {
        String name = unique("admin-");
        assertThatThrownBy(() -> accounts.createAdmin(new NewAccount(name, name + "@example.com", "sunshine2024"))
                        .await()
                        .atMost(Duration.ofSeconds(10)))
                .isInstanceOf(ValidationFailedException.class)
                .hasMessage("password " + LISTED);
    }

    private static Response register(String password) {
        String name = unique("user-");
        return json(Map.of("username", name, "email", name + "@example.com", "password", password))
                .post(USERS + "/register");
    }
}
