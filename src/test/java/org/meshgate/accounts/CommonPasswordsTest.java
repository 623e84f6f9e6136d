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
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.accounts.login.AccountService;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** A server with the bundled list of common passwords and a blocklist file. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Strict.class)
class CommonPasswordsTest {

    private static final String LISTED = "is on a list of passwords that many people use";

    @Inject
    AccountService service;

    @Inject
    Accounts accounts;

    @ParameterizedTest
    @ValueSource(strings = {"password1", "12345678", "mypassword", "MyPassword", "ILOVEYOU2", "our own company"})
    void aFrequentPasswordIsRefusedInAnyCase(String password) {
        Response response = register(password);
        assertProblem(response, 422, "VALIDATION_FAILED", "password " + LISTED);
        assertThat(response.asString()).doesNotContain(password);
    }

    @Test
    void othersAreTaken() {
        register(PASSWORD).then().statusCode(200);
        register("mypassword of two words").then().statusCode(200);
    }

    @Test
    void andRefusedAtAChangeAtAResetAndOnTheCommandLine() {
        Account alice = Api.register();
        assertProblem(
                as(alice)
                        .contentType(ContentType.JSON)
                        .body(Map.of("old_password", PASSWORD, "new_password", "password1"))
                        .put(USERS + "/me/password"),
                422,
                "VALIDATION_FAILED",
                "new_password " + LISTED);
        assertThatThrownBy(() -> accounts.resetPassword(alice.userId(), "password1"))
                .isInstanceOf(ValidationFailedException.class)
                .hasMessage("new_password " + LISTED);
        String name = unique("admin-");
        assertThatThrownBy(() -> service.createAdmin(new NewAccount(name, name + "@example.com", "password1"))
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
