package org.meshgate.accounts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** Decisions of docs/SECURITY.md about sessions and passwords that no other test covers. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class SessionsTest {

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void everyLoginHasATokenOfItsOwn() {
        Account alice = Api.register();
        String second = Api.login(alice.username(), PASSWORD).path("token");
        String third = Api.login(alice.username(), PASSWORD).path("token");
        assertThat(List.of(alice.token(), second, third)).doesNotHaveDuplicates();
        // Then they are the sessions that the user sees, and each ends for itself
        assertThat(as(alice).get(USERS + "/tokens").<List<String>>path("tokens.kind"))
                .containsExactly("login", "login", "login");
        as(alice).delete(USERS + "/tokens/" + second).then().statusCode(200);
        as(second).get(ME).then().statusCode(401);
        as(third).get(ME).then().statusCode(200);
    }

    @Test
    void aPasswordDoesNotEndWithTime() {
        Account alice = Api.register();
        clock.advance(Duration.ofDays(3650));
        Api.login(alice.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void aPasswordIsTakenExactlyAsItIsGiven() {
        // Given one of 100 characters, with a space at both ends
        String password = " " + "Pässwörd and more ".repeat(6).substring(0, 98) + " ";
        String name = unique("exact-");
        register(name, password).then().statusCode(200);
        // Then nothing that is nearly the same will do
        for (String other : List.of(
                password.strip(),
                password.toLowerCase(),
                password.substring(0, 72),
                password.substring(0, 99),
                password.replace("ä", "a\u0308"))) {
            assertProblem(Api.login(name, other), 401, "INVALID_CREDENTIALS", "Invalid username or password");
        }
        Api.login(name, password).then().statusCode(200);
    }

    @Test
    void usernameAndAddressCannotBeChangedWithATokenAlone() {
        Account alice = Api.register();
        for (String method : List.of("PATCH", "PUT", "POST")) {
            as(alice)
                    .contentType(ContentType.JSON)
                    .body(Map.of("email", "other@example.com", "username", "other", "role", "admin"))
                    .request(method, ME)
                    .then()
                    .statusCode(405);
        }
        as(alice)
                .get(ME)
                .then()
                .body("user.email", equalTo(alice.email()))
                .body("user.username", equalTo(alice.username()))
                .body("user.role", equalTo("user"));
    }

    @Test
    void thereAreNoDefaultAccounts() {
        for (String name : List.of("admin", "root", "sa", "administrator", "meshgate")) {
            for (String password : List.of("admin", "password", "meshgate", "root", "")) {
                assertThat(Api.login(name, password).statusCode()).as(name).isEqualTo(401);
            }
        }
    }

    private static io.restassured.response.Response register(String name, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", name, "email", name + "@example.com", "password", password))
                .post(USERS + "/register");
    }
}
