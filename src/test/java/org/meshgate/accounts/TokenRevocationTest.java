package org.meshgate.accounts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.TOKENS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.AuditEntries;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Bulk revocation of the caller's tokens, and paging of the list. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class TokenRevocationTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    AuditEntries audit;

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    /** Cases over two login tokens, one of them the caller's, and two API tokens. */
    @ParameterizedTest
    @CsvSource({
        "'',                            3, 200, 401, 401",
        "?kind=login,                    1, 200, 401, 200",
        "?kind=api,                      2, 200, 200, 401",
        "?include_current=true,          4, 401, 401, 401",
        "?include_current=false,         3, 200, 401, 401",
        "?kind=login&include_current=true, 2, 401, 401, 200",
        "?kind=api&include_current=true, 2, 200, 200, 401"
    })
    void allOrSomeOfTheOwnTokensEnd(String query, int revoked, int current, int login, int api) {
        // Given
        Api.Account alice = Api.register();
        Api.Account bob = Api.register();
        String other = Api.login(alice.username(), Api.PASSWORD).path("token");
        String first = Api.createToken(alice, "first");
        String second = Api.createToken(alice, "second");
        // When
        as(alice)
                .delete(TOKENS + query)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("Tokens revoked successfully"))
                .body("revoked_tokens", equalTo(revoked));
        // Then
        as(alice).get(Api.ME).then().statusCode(current);
        as(other).get(Api.ME).then().statusCode(login);
        as(first).get(Api.ME).then().statusCode(api);
        as(second).get(Api.ME).then().statusCode(api);
        as(bob).get(Api.ME).then().statusCode(200);
        for (String index : List.of("tokens:of:", "tokens:created:")) {
            long left = redis.send(
                            index.equals("tokens:of:") ? Command.HLEN : Command.ZCARD,
                            "3daigc:" + index + alice.userId())
                    .toLong();
            Assertions.assertThat(left).as(index).isEqualTo(4 - revoked);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind=login&kind=api",
                "kind=both",
                "kind=",
                "kind=LOGIN",
                "include_current=yes",
                "include_current=1"
            })
    void anInvalidParameterRevokesNothing(String query) {
        Api.Account alice = Api.register();
        String token = Api.createToken(alice, "app");
        assertProblem(as(alice).delete(TOKENS + "?" + query), 422, "VALIDATION_FAILED", containsString("must be"));
        as(token).get(Api.ME).then().statusCode(200);
    }

    @Test
    void otherCallersCannotRevokeAUsersTokens() {
        Api.Account alice = Api.register();
        assertProblem(given().delete(TOKENS), 401, "TOKEN_REQUIRED", containsString("missing"));
        assertProblem(as(Api.UNKNOWN_TOKEN).delete(TOKENS), 401, "INVALID_TOKEN", "Invalid token");
        as(accounts.createAdmin()).delete(TOKENS).then().statusCode(200).body("revoked_tokens", equalTo(0));
        as(alice).get(Api.ME).then().statusCode(200);
    }

    @Test
    void theListComesInPages() {
        Api.Account alice = Api.register();
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(1));
            Api.createToken(alice, "t" + i);
        }
        as(alice)
                .get(TOKENS + "?limit=2")
                .then()
                .statusCode(200)
                .body("tokens.name", contains("t3", "t2"))
                .body("total_count", equalTo(5));
        as(alice)
                .get(TOKENS + "?limit=2&offset=2")
                .then()
                .body("tokens.name", contains("t1", "t0"))
                .body("total_count", equalTo(5));
        as(alice).get(TOKENS + "?offset=5").then().statusCode(200).body("tokens.size()", equalTo(0));
        for (String query : List.of("limit=0", "limit=1001", "limit=x", "offset=-1", "offset=1e9")) {
            assertProblem(
                    as(alice).get(TOKENS + "?" + query), 422, "VALIDATION_FAILED", containsString("whole number"));
        }
    }

    @Test
    void anAdministratorEndsAllTokensOfAUser() {
        // Given
        Api.Account admin = accounts.createAdmin();
        Api.Account alice = Api.register();
        String program = Api.createToken(alice, "program");
        String route = Api.ADMIN_USERS + "/" + alice.userId() + "/tokens";
        // When
        as(admin)
                .delete(route)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("user_id", equalTo(alice.userId()))
                .body("revoked_tokens", equalTo(2));
        // Then
        as(alice).get(Api.ME).then().statusCode(401);
        as(program).get(Api.ME).then().statusCode(401);
        as(admin).get(Api.ME).then().statusCode(200);
        assertThat(Api.login(alice.username(), Api.PASSWORD).statusCode()).isEqualTo(200);
        assertThat(audit.about(alice.userId(), "token_revoke_all"))
                .containsEntry("outcome", "success")
                .containsEntry("user_id", admin.userId())
                .containsEntry("detail.revoked_tokens", "2");
    }

    @Test
    void onlyAnAdministratorEndsTokensOfOthersAndOfAKnownUser() {
        Api.Account alice = Api.register();
        String route = Api.ADMIN_USERS + "/" + alice.userId() + "/tokens";
        assertThat(as(Api.register()).delete(route).<String>path("error")).isEqualTo("ADMIN_REQUIRED");
        assertThat(given().delete(route).<String>path("error")).isEqualTo("TOKEN_REQUIRED");
        as(alice).get(Api.ME).then().statusCode(200);
        for (String unknown : List.of("user_0000000000000000", "nobody")) {
            assertThat(as(accounts.createAdmin())
                            .delete(Api.ADMIN_USERS + "/" + unknown + "/tokens")
                            .<String>path("error"))
                    .isEqualTo("USER_NOT_FOUND");
        }
    }
}
