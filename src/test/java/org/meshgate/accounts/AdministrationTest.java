package org.meshgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInRelativeOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Api.unique;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AdministrationTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        admin = accounts.createAdmin();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void usersAreListedNewestFirstInPages() {
        // Given three users, made one after the other
        clock.advance(Duration.ofMinutes(1));
        Account first = Api.register();
        clock.advance(Duration.ofMinutes(1));
        Account second = Api.register();
        clock.advance(Duration.ofMinutes(1));
        Account third = Api.register();
        // Then
        as(admin)
                .get(ADMIN_USERS)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("users.user_id", containsInRelativeOrder(third.userId(), second.userId(), first.userId()))
                .body("users[0].email", equalTo(third.email()))
                .body("pagination.limit", equalTo(100))
                .body("pagination.offset", equalTo(0))
                .body("total", greaterThanOrEqualTo(4));
        as(admin)
                .get(ADMIN_USERS + "?limit=1&offset=1")
                .then()
                .statusCode(200)
                .body("users.user_id", contains(second.userId()))
                .body("count", equalTo(1))
                .body("pagination.limit", equalTo(1))
                .body("pagination.offset", equalTo(1))
                .body("pagination.has_more", equalTo(true));
        as(admin)
                .get(ADMIN_USERS + "?offset=1000000000")
                .then()
                .statusCode(200)
                .body("users", hasSize(0))
                .body("pagination.has_more", equalTo(false));
    }

    @Test
    void noListShowsAPasswordHash() {
        assertThat(as(admin).get(ADMIN_USERS).asString())
                .doesNotContain("argon2")
                .doesNotContain("password");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=-1, limit",
        "limit=501, limit",
        "limit=ten, limit",
        "limit=1e2, limit",
        "limit=99999999999999999999, limit",
        "offset=-1, offset",
        "offset=1000000001, offset",
        "offset=x, offset"
    })
    void pagingOutOfRangeIsRefused(String query, String field) {
        assertProblem(
                        as(admin).get(ADMIN_USERS + "?" + query),
                        422,
                        "VALIDATION_FAILED",
                        org.hamcrest.Matchers.startsWith(field + " must be a whole number from"))
                .body("errors.field", contains(field));
    }

    @Test
    void oneUserIsShownWithTheNumberOfTheirTokens() {
        Account alice = Api.register();
        Api.createToken(alice, "app");
        as(admin)
                .get(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("user.username", equalTo(alice.username()))
                .body("tokens_count", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"user_0000000000000000", "username:admin", "user_x", "all", "user_0000000000000000:tokens", "%00"
            })
    void anUnknownUserIsNotFound(String id) {
        assertProblem(as(admin).get(ADMIN_USERS + "/" + id), 404, "USER_NOT_FOUND", "User not found");
        assertProblem(as(admin).delete(ADMIN_USERS + "/" + id), 404, "USER_NOT_FOUND", "User not found");
    }

    @Test
    void aDeletedUserIsGoneWithAllTokensAndTheNameIsFree() {
        // Given
        Account alice = Api.register();
        String api = Api.createToken(alice, "app");
        // When
        as(admin)
                .delete(ADMIN_USERS + "/" + alice.userId())
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("User " + alice.userId() + " deleted successfully"));
        // Then
        assertProblem(as(alice).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(as(api).get(Api.ME), 401, "INVALID_TOKEN", "Invalid token");
        Api.login(alice.username(), PASSWORD).then().statusCode(401);
        assertProblem(as(admin).get(ADMIN_USERS + "/" + alice.userId()), 404, "USER_NOT_FOUND", "User not found");
        assertThat(redis.dump()).doesNotContain(alice.userId());
        Api.register(alice.username());
    }

    @Test
    void anAdministratorCannotDeleteThemselves() {
        assertProblem(
                as(admin).delete(ADMIN_USERS + "/" + admin.userId()), 400, "SELF_DELETION", "Cannot delete yourself");
        as(admin).get(Api.ME).then().statusCode(200);
    }

    @Test
    void twoAdministratorsCannotDeleteEachOther() throws Exception {
        // Given two administrators and no other
        accounts.deleteAdminsExcept(admin);
        Account other = accounts.createAdmin();
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> deletions = List.of(
                () -> as(admin).delete(ADMIN_USERS + "/" + other.userId()).statusCode(),
                () -> as(other).delete(ADMIN_USERS + "/" + admin.userId()).statusCode());
        // When
        two.invokeAll(deletions);
        two.shutdown();
        // Then
        assertThat(List.of(
                        as(admin).get(Api.ME).statusCode(),
                        as(other).get(Api.ME).statusCode()))
                .containsExactlyInAnyOrder(200, 401);
    }

    @Test
    void theLastAdministratorStays() {
        // Given one administrator, and somebody whose rights were taken after the check of their token
        accounts.deleteAdminsExcept(admin);
        // Then
        assertThat(accounts.deletionBy(unique("user_"), admin.userId())).isEqualTo("LAST_ADMIN");
        as(admin).get(Api.ME).then().statusCode(200);
    }

    @Test
    void aUserIsNoAdministrator() {
        Account mallory = Api.register();
        assertProblem(as(mallory).get(ADMIN_USERS), 403, "ADMIN_REQUIRED", "Admin access required");
        assertProblem(
                as(mallory).get(ADMIN_USERS + "/" + admin.userId()), 403, "ADMIN_REQUIRED", "Admin access required");
        assertProblem(
                as(mallory).delete(ADMIN_USERS + "/" + admin.userId()), 403, "ADMIN_REQUIRED", "Admin access required");
        as(admin).get(Api.ME).then().statusCode(200);
    }
}
