package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.json;
import static org.meshgate.testing.Api.login;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.password.RealPasswordCost;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(RealPasswordCost.class)
class LoginTest {

    /** Of "password", with 8 MiB and one pass. */
    private static final String WEAK_HASH_OF_PASSWORD =
            "$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$gr2igq8kIMaGG2q4HuAOXTQvjon0oR+6cq80E334fGQ";

    @Inject
    RedisView redis;

    @Inject
    PasswordHasher hasher;

    @Test
    void aLoginAnswersTheUserAndATokenThatWorks() {
        // Given
        Account alice = Api.register();
        // When
        Response response = login(alice.username(), PASSWORD);
        // Then
        response.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("user.user_id", equalTo(alice.userId()))
                .body("token", matchesPattern("p3d_[0-9A-Za-z]{49}"))
                .body("token_name", equalTo("Login token - " + alice.username()))
                .body("message", equalTo("Login successful. Use this token in Authorization header."))
                .body("expires_at", notNullValue());
        as(response.<String>path("token")).get(Api.ME).then().statusCode(200);
    }

    @Test
    void theEmailAddressAndAnyCaseWorkToo() {
        Account alice = Api.register();
        login(alice.email(), PASSWORD).then().statusCode(200);
        login(alice.email().toUpperCase(Locale.ROOT), PASSWORD).then().statusCode(200);
        login(alice.username().toUpperCase(Locale.ROOT), PASSWORD)
                .then()
                .statusCode(200)
                .body("user.username", equalTo(alice.username()));
    }

    @Test
    void blanksAroundTheNameOrTheAddressAreIgnored() {
        // Given
        Account alice = Api.register();
        for (String typed : List.of(
                " " + alice.username(),
                alice.username() + " ",
                "\t" + alice.username() + "\r\n",
                "\u00a0" + alice.username().toUpperCase(Locale.ROOT) + "\u2003",
                "  " + alice.email() + " ")) {
            // When
            Response response = login(typed, PASSWORD);
            // Then
            response.then().statusCode(200).body("user.user_id", equalTo(alice.userId()));
        }
        // and blanks within a name, or around a password, count
        login(alice.username().replace("-", " -"), PASSWORD).then().statusCode(401);
        login(alice.username(), " " + PASSWORD).then().statusCode(401);
    }

    @Test
    void anUnknownNameAndAWrongPasswordSayTheSameAndCostTheSame() {
        // Given
        Account alice = Api.register();
        // When
        long before = hasher.computations();
        Response wrong = login(alice.username(), "not the password");
        long afterWrong = hasher.computations();
        Response unknown = login(unique("nobody-"), "not the password");
        long afterUnknown = hasher.computations();
        Response empty = login(alice.username(), "");
        long afterEmpty = hasher.computations();
        // Then
        for (Response response : new Response[] {wrong, unknown, empty}) {
            assertProblem(response, 401, "INVALID_CREDENTIALS", "Invalid username or password")
                    .header("WWW-Authenticate", equalTo("Bearer realm=\"meshgate\""));
        }
        assertThat(afterWrong - before).isEqualTo(1);
        assertThat(afterUnknown - afterWrong).isEqualTo(1);
        assertThat(afterEmpty - afterUnknown).isEqualTo(1);
    }

    @Test
    void anAccountWithoutAReadableHashCostsTheSameToo() {
        // Given accounts whose hashes another program wrote, or removed
        for (String hash : new String[] {"\"0123$4567\"", "null"}) {
            Account alice = Api.register();
            String record = redis.get("user:" + alice.userId());
            redis.set(
                    "user:" + alice.userId(),
                    record.replaceAll(
                            "\"password_hash\":\"[^\"]*\"", Matcher.quoteReplacement("\"password_hash\":" + hash)));
            // When
            long before = hasher.computations();
            Response response = login(alice.username(), PASSWORD);
            // Then
            assertProblem(response, 401, "INVALID_CREDENTIALS", "Invalid username or password");
            assertThat(hasher.computations() - before).isEqualTo(1);
        }
    }

    @Test
    void everyLoginThatFailsCostsOneHashAndAnswersTheSame() {
        // Given an account, a disabled one, one with a hash of 3DAIGC-API, and one with a hash of lower parameters
        String nobody = unique("nobody-");
        Account alice = Api.register();
        Account disabled = Api.register();
        redis.set(
                "user:" + disabled.userId(),
                redis.get("user:" + disabled.userId()).replace("\"is_active\":true", "\"is_active\":false"));
        Account old = Api.register();
        setHash(old, "86b4f8dde40f79d06cfe333e8186b951$" + "8a".repeat(32));
        Account weak = Api.register();
        setHash(weak, WEAK_HASH_OF_PASSWORD);
        List<String[]> attempts = new ArrayList<>();
        for (String name : List.of(
                nobody, alice.username(), alice.email(), disabled.username(), old.username(), weak.username(), "")) {
            attempts.add(new String[] {name, "not the password"});
            attempts.add(new String[] {name, ""});
        }
        Set<String> bodies = new TreeSet<>();
        for (String[] attempt : attempts) {
            // When
            long before = hasher.computations();
            Response response = login(attempt[0], attempt[1]);
            // Then
            assertProblem(response, 401, "INVALID_CREDENTIALS", "Invalid username or password");
            assertThat(hasher.computations() - before).as(attempt[0]).isEqualTo(1);
            bodies.add(response.asString().replaceAll("\"request_id\":\"[^\"]*\"", ""));
        }
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aHashOfLowerParametersIsReplacedByTheRightPassword() {
        // Given
        Account alice = Api.register();
        setHash(alice, WEAK_HASH_OF_PASSWORD);
        // When the password is wrong, Then the hash stays
        login(alice.username(), PASSWORD).then().statusCode(401);
        assertThat(redis.get("user:" + alice.userId())).contains(WEAK_HASH_OF_PASSWORD);
        // When it is right, Then there is one with the parameters of today
        login(alice.username(), "password").then().statusCode(200);
        String replaced = redis.get("user:" + alice.userId());
        assertThat(replaced).contains("\"password_hash\":\"$argon2id$v=19$m=19456,t=2,p=1$");
        // And it is the same password, and the hash stays from then on
        login(alice.username(), "password").then().statusCode(200);
        assertThat(redis.get("user:" + alice.userId())).isEqualTo(replaced);
    }

    private void setHash(Account account, String hash) {
        String record = redis.get("user:" + account.userId());
        redis.set(
                "user:" + account.userId(),
                record.replaceAll(
                        "\"password_hash\":\"[^\"]*\"",
                        Matcher.quoteReplacement("\"password_hash\":\"" + hash + "\"")));
    }

    @Test
    void aDisabledAccountIsToldOnlyAfterTheRightPassword() {
        // Given an account that somebody disabled
        Account alice = Api.register();
        String record = redis.get("user:" + alice.userId());
        redis.set("user:" + alice.userId(), record.replace("\"is_active\":true", "\"is_active\":false"));
        // Then
        assertProblem(login(alice.username(), "wrong one"), 401, "INVALID_CREDENTIALS", "Invalid username or password");
        assertProblem(
                login(alice.username(), PASSWORD),
                401,
                "ACCOUNT_DISABLED",
                "This account is disabled. Ask an administrator.");
        assertProblem(as(alice).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void missingAndOverlongFieldsAreNamed() {
        assertProblem(
                        json(Map.of("username", "alice")).post(USERS + "/login"),
                        422,
                        "VALIDATION_FAILED",
                        containsString(""))
                .body("errors.field", contains("password"))
                .body("errors.message", contains("is required"));
        assertProblem(login("a".repeat(1025), "x"), 422, "VALIDATION_FAILED", "username is too long");
    }

    @Test
    void aLogoutEndsTheTokenThatAskedForItAndNoOther() {
        // Given two logins
        Account alice = Api.register();
        String second = login(alice.username(), PASSWORD).path("token");
        // When
        as(second)
                .post(USERS + "/logout")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("Logged out. The token is revoked."));
        // Then
        assertProblem(as(second).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(second).post(USERS + "/logout"), 401, "INVALID_TOKEN", "Invalid token");
        as(alice).get(Api.ME).then().statusCode(200);
    }
}
