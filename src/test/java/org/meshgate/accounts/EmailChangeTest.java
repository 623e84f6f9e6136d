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
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Changes of an e-mail address by an administrator. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EmailChangeTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    private Account admin;
    private Account alice;

    @BeforeEach
    void anAdministratorAndAUser() {
        admin = accounts.createAdmin();
        alice = Api.register();
    }

    @Test
    void anotherAddressTakesThePlaceOfTheOldOneInEveryCase() {
        // When
        String email = unique("New-") + "@Example.com";
        change(admin, alice, "{\"email\":\"" + email + "\"}")
                .then()
                .statusCode(200)
                .body("user.email", equalTo(email));
        // Then one logs in with the new one, in any case, and the old one is free
        Api.login(email.toLowerCase(), PASSWORD).then().statusCode(200);
        Api.login(alice.email(), PASSWORD).then().statusCode(401);
        assertThat(register(unique("x-"), email.toUpperCase())).isEqualTo("EMAIL_TAKEN");
        assertThat(register(unique("x-"), alice.email())).isEqualTo("");
        // And one that differs in case only is no other one
        change(admin, alice, "{\"email\":\"" + email.toLowerCase() + "\"}")
                .then()
                .statusCode(200)
                .body("user.email", equalTo(email.toLowerCase()));
        assertThat(register(unique("x-"), email)).isEqualTo("EMAIL_TAKEN");
        Api.login(email, PASSWORD).then().statusCode(200);
    }

    @Test
    void anotherUsersAddressIsRefusedInAnyCaseAndNothingIsChanged() {
        Account bob = Api.register();
        assertProblem(
                change(admin, alice, "{\"email\":\"" + bob.email().toUpperCase() + "\",\"role\":\"admin\"}"),
                409,
                "EMAIL_TAKEN",
                startsWith(""));
        as(alice).get(ME).then().body("user.role", equalTo("user")).body("user.email", equalTo(alice.email()));
    }

    @Test
    void anAddressThatTwoAccountsOfTheOldServiceSharedStaysTakenByTheOther() {
        // Given two accounts whose addresses differ in case only, as 3DAIGC-API let them be
        Account bob = Api.register();
        String shared = alice.email();
        redis.set("user:" + bob.userId(), redis.get("user:" + bob.userId()).replace(bob.email(), shared.toUpperCase()));
        redis.send(Command.SADD, "3daigc:users:alike:" + shared, bob.userId());
        // When one of them leaves it
        change(admin, alice, "{\"email\":\"" + unique("a-") + "@example.com\"}")
                .then()
                .statusCode(200);
        // Then
        assertThat(redis.get("users:folded:" + shared)).isEqualTo(bob.userId());
        assertThat(register(unique("x-"), shared)).isEqualTo("EMAIL_TAKEN");
        Api.login(shared.toUpperCase(), PASSWORD).then().statusCode(200);
    }

    @Test
    void ofTwoConcurrentChangesToOneAddressOneSucceeds() throws Exception {
        Account bob = Api.register();
        String email = unique("wanted-") + "@example.com";
        List<String> outcomes = AccountLifeTest.atOnce(
                () -> outcome(change(admin, alice, "{\"email\":\"" + email + "\"}")),
                () -> outcome(change(admin, bob, "{\"email\":\"" + email.toUpperCase() + "\"}")));
        assertThat(outcomes).containsExactlyInAnyOrder("200", "EMAIL_TAKEN");
    }

    private static Response change(Account caller, Account user, String body) {
        return as(caller).contentType(ContentType.JSON).body(body).patch(ADMIN_USERS + "/" + user.userId());
    }

    private static Response leave(Account account, String password) {
        return as(account)
                .contentType(ContentType.JSON)
                .body(Map.of("password", password))
                .delete(ME);
    }

    /** The code of the problem, or nothing. */
    private static String register(String username, String email) {
        Response answer = json(Map.of("username", username, "email", email, "password", PASSWORD))
                .post(USERS + "/register");
        return answer.statusCode() == 200 ? "" : answer.path("error");
    }

    private static String outcome(Response answer) {
        return answer.statusCode() == 200 ? "200" : answer.path("error");
    }

    @Test
    void theSearchIndexFollowsTheAddress() {
        String email = unique("zz-") + "@example.com";
        change(admin, alice, "{\"email\":\"" + email + "\"}").then().statusCode(200);
        assertThat(found(email)).containsExactly(alice.userId());
        assertThat(found(alice.email())).isEmpty();
        leave(alice, PASSWORD).then().statusCode(200);
        assertThat(found(email)).isEmpty();
        assertThat(redis.hashField("users:searched", "e:" + alice.userId())).isNull();
    }

    private Set<String> found(String beginning) {
        return new TreeSet<>(as(admin)
                .queryParam("q", beginning)
                .get(ADMIN_USERS)
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("users.user_id"));
    }
}
