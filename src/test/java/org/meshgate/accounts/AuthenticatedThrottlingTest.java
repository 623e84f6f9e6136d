package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.accounts.RemoteVisitors.TOO_MANY;
import static org.meshgate.accounts.RemoteVisitors.WRONG;
import static org.meshgate.accounts.RemoteVisitors.address;
import static org.meshgate.accounts.RemoteVisitors.from;
import static org.meshgate.accounts.RemoteVisitors.login;
import static org.meshgate.accounts.RemoteVisitors.register;
import static org.meshgate.accounts.RemoteVisitors.reset;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** Limits of registrations, of reset links, and of passwords sent with a token. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Throttling.class)
class AuthenticatedThrottlingTest {

    @Inject
    TestClock clock;

    @Inject
    Accounts accounts;

    @Inject
    PasswordHasher hasher;

    @BeforeEach
    void time() {
        clock.stop();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void registrationsAreCountedByAddress() {
        // Given an address that has made two accounts
        String home = address();
        register(home, unique("first-"), PASSWORD).then().statusCode(200);
        register(home, unique("second-"), PASSWORD).then().statusCode(200);
        // Then not a third, but another address may
        assertProblem(register(home, unique("third-"), PASSWORD), 429, "LOGIN_THROTTLED", String.format(TOO_MANY, 1800))
                .header("Retry-After", equalTo("1800"))
                .header("RateLimit-Policy", equalTo("\"register\";q=2;w=3600"));
        register(address(), unique("other-"), PASSWORD).then().statusCode(200);
        // And half an hour later one more
        clock.advance(Duration.ofMinutes(30));
        register(home, unique("third-"), PASSWORD).then().statusCode(200);
        register(home, unique("fourth-"), PASSWORD).then().statusCode(429);
    }

    @Test
    void aRegistrationThatBreaksARuleIsNotCounted() {
        String home = address();
        for (int i = 0; i < 5; i++) {
            register(home, unique("bad-"), "short").then().statusCode(422);
        }
        register(home, unique("good-"), PASSWORD).then().statusCode(200);
    }

    @Test
    void codesOfResetLinksCannotBeGuessedFasterThanPasswords() {
        // Given an address that has guessed six codes, which cost no hashing
        String home = address();
        long before = hasher.computations();
        for (int i = 0; i < 6; i++) {
            assertThat(reset(home, "p3r_0123456789abcdef" + "A".repeat(24), PASSWORD)
                            .<String>path("error"))
                    .isEqualTo("RESET_LINK_INVALID");
        }
        assertThat(hasher.computations()).isEqualTo(before);
        // When
        Account alice = accounts.createAdmin();
        String code = code(alice);
        // Then a good one has to wait as well, at this address alone
        assertProblem(reset(home, code, "battery staple"), 429, "LOGIN_THROTTLED", String.format(TOO_MANY, 10))
                .header("RateLimit-Policy", equalTo("\"login-address\";q=6;w=60"));
        login(home, alice.username(), PASSWORD).then().statusCode(429);
        reset(address(), code, "battery staple").then().statusCode(200);
    }

    @Test
    void theAddressOfAResetIsKnownAfterwards() {
        // Given an account whose password many guess from everywhere
        Account alice = accounts.createAdmin();
        String home = address();
        reset(home, code(alice), "battery staple").then().statusCode(200);
        for (int i = 0; i < 8; i++) {
            login(address(), alice.username(), WRONG).then().statusCode(401);
        }
        login(address(), alice.username(), "battery staple").then().statusCode(429);
        // Then who has set it logs in
        login(home, alice.username(), "battery staple").then().statusCode(200);
    }

    private String code(Account account) {
        return from(address())
                .header("Authorization", "Bearer " + accounts.createAdmin().token())
                .post(USERS + "/admin/users/" + account.userId() + "/reset-link")
                .path("reset_code");
    }

    @Test
    void theOldPasswordCannotBeGuessedWithAStolenTokenEither() {
        // Given
        Account alice = accounts.createAdmin();
        String home = address();
        for (int i = 0; i < 3; i++) {
            change(home, alice, WRONG).then().statusCode(403);
        }
        // When
        long before = hasher.computations();
        Response refused = change(home, alice, PASSWORD);
        // Then it is the same count as that of logins
        assertProblem(refused, 429, "LOGIN_THROTTLED", String.format(TOO_MANY, 20))
                .header("RateLimit-Policy", equalTo("\"login\";q=3;w=60"));
        login(home, alice.username(), PASSWORD).then().statusCode(429);
        assertThat(hasher.computations()).isEqualTo(before);
        // And the token goes on working
        from(home)
                .header("Authorization", "Bearer " + alice.token())
                .get(USERS + "/me")
                .then()
                .statusCode(200);
        clock.advance(Duration.ofSeconds(20));
        change(home, alice, PASSWORD).then().statusCode(200);
    }

    @Test
    void aTokenHolderCannotGuessThePasswordByDeletingTheAccount() {
        Account alice = accounts.createAdmin();
        String home = address();
        for (int i = 0; i < 3; i++) {
            assertThat(leave(home, alice, WRONG).<String>path("error")).isEqualTo("INVALID_CURRENT_PASSWORD");
        }
        assertThat(leave(home, alice, PASSWORD).<String>path("error")).isEqualTo("LOGIN_THROTTLED");
        assertThat(leave(home, alice, PASSWORD).<String>path("error")).isEqualTo("LOGIN_THROTTLED");
        assertThat(from(home)
                        .header("Authorization", "Bearer " + alice.token())
                        .get(USERS + "/admin/audit?action=account_delete&user=" + alice.userId())
                        .<List<String>>path("entries.outcome"))
                .containsExactly("LOGIN_THROTTLED", "INVALID_CURRENT_PASSWORD");
    }

    private static Response leave(String address, Account account, String password) {
        return from(address)
                .header("Authorization", "Bearer " + account.token())
                .contentType("application/json")
                .body(Map.of("password", password))
                .delete(USERS + "/me");
    }

    private static Response change(String address, Account account, String oldPassword) {
        return from(address)
                .header("Authorization", "Bearer " + account.token())
                .contentType("application/json")
                .body(Map.of("old_password", oldPassword, "new_password", "another good password"))
                .put(USERS + "/me/password");
    }
}
