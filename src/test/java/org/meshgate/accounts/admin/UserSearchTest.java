package org.meshgate.accounts.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.ADMIN_USERS;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.identity.index.UserIndexer;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.OldRedis;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The list of users with filters. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UserSearchTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    UserIndexer indexing;

    private Account admin;
    private String base;

    @BeforeEach
    void anAdministrator() {
        admin = accounts.createAdmin();
        base = Api.unique("s");
    }

    @Test
    void aBeginningFindsNamesAndAddressesInAnyCaseInTheirOrder() {
        // Given
        Account b = Api.register(base + "-B");
        Account a = Api.register(base + "-a");
        Api.register("x" + base);
        Account c = Api.register(Api.unique("other-"));
        patch(c, "{\"email\":\"" + base.toUpperCase() + "-Aa@example.com\"}");
        // Then everybody is told once, also those whose name and address begin so
        search(Map.of("q", base.toUpperCase()))
                .then()
                .statusCode(200)
                .body("users.user_id", equalTo(List.of(a.userId(), c.userId(), b.userId())))
                .body("count", equalTo(3))
                .body("total", equalTo(3))
                .body("pagination.total_is_exact", equalTo(true))
                .body("pagination.has_more", equalTo(false))
                .body("pagination.next_cursor", equalTo(null));
        search(Map.of("q", base + "-b")).then().body("users.user_id", contains(b.userId()));
        search(Map.of("q", "example.com")).then().body("count", equalTo(0));
    }

    @Test
    void aSearchComesInPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(Api.register(base + i).userId());
        }
        search(Map.of("q", base, "limit", "2", "offset", "1"))
                .then()
                .body("users.user_id", equalTo(ids.subList(1, 3)))
                .body("total", equalTo(4))
                .body("pagination.total_is_exact", equalTo(false))
                .body("pagination.has_more", equalTo(true));
        assertThat(walk(Map.of("q", base, "limit", "2"))).isEqualTo(ids);
    }

    @Test
    void filtersByRoleAndActivity() {
        Account disabled = Api.register(base + "-1");
        patch(disabled, "{\"is_active\":false}");
        Account boss = Api.register(base + "-2");
        patch(boss, "{\"role\":\"admin\"}");
        Account plain = Api.register(base + "-3");
        search(Map.of("q", base, "active", "false")).then().body("users.user_id", contains(disabled.userId()));
        search(Map.of("q", base, "role", "admin")).then().body("users.user_id", contains(boss.userId()));
        search(Map.of("q", base, "role", "user", "active", "true"))
                .then()
                .body("users.user_id", contains(plain.userId()));
        // And without a beginning, newest first
        assertThat(search(Map.of("role", "admin", "limit", "500")).<List<String>>path("users.user_id"))
                .startsWith(boss.userId())
                .contains(admin.userId())
                .doesNotContain(plain.userId());
        assertThat(search(Map.of("active", "false")).<List<String>>path("users.user_id"))
                .contains(disabled.userId())
                .doesNotContain(boss.userId());
    }

    @Test
    void theWholeListCanBeWalkedByCursor() {
        for (int i = 0; i < 5; i++) {
            Api.register();
        }
        List<String> all = search(Map.of("limit", "500")).path("users.user_id");
        assertThat(walk(Map.of("limit", "2"))).isEqualTo(all);
        assertThat(walk(Map.of("limit", "2", "active", "true"))).containsAll(List.of(all.get(0), all.get(4)));
    }

    @Test
    void aSearchLooksAtSoManyUsersAtMostAndGoesOnByCursor() {
        // Given more users than a search looks at, none of them but the oldest an administrator, none with a record
        Account first = Api.register(base);
        patch(first, "{\"role\":\"admin\"}");
        List<String> entries = new ArrayList<>(List.of("3daigc:users:search"));
        for (int i = 0; i < UserSearch.MAX_SCANNED; i++) {
            entries.add("0");
            entries.add(base.substring(0, base.length() - 1) + "\0n:user_" + i);
        }
        redis.send(Command.ZADD, entries.toArray(String[]::new));
        // When
        Response cut = search(Map.of("q", base.substring(0, base.length() - 1)));
        // Then
        cut.then()
                .statusCode(200)
                .body("count", equalTo(0))
                .body("pagination.total_is_exact", equalTo(false))
                .body("pagination.has_more", equalTo(true));
        search(Map.of("q", base.substring(0, base.length() - 1), "cursor", cut.path("pagination.next_cursor")))
                .then()
                .body("users.user_id", contains(first.userId()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q      | a\u0000b",
                "q      | a\u0085b",
                "role   | Admin",
                "role   | root",
                "active | yes",
                "active | 1",
                "cursor | x",
                "cursor | bm9uc2Vuc2U",
                "limit  | 0",
                "offset | -1"
            })
    void anInvalidFilterIsRefused(String name, String value) {
        assertProblem(search(Map.of(name, value)), 422, "VALIDATION_FAILED", startsWith(name + " must"))
                .body("errors.field", contains(name));
    }

    @Test
    void aCursorOfAnotherSearchIsRefused() {
        for (int i = 0; i < 2; i++) {
            Api.register(base + i);
        }
        String cursor = search(Map.of("q", base, "limit", "1")).path("pagination.next_cursor");
        assertProblem(
                search(Map.of("q", base + "0", "cursor", cursor)), 422, "VALIDATION_FAILED", startsWith("cursor must"));
        assertProblem(search(Map.of("q", "x".repeat(255))), 422, "VALIDATION_FAILED", startsWith("q must"));
    }

    @Test
    void accountsOfTheOldServiceAreFoundOnceTheyAreIndexed() {
        // Given an account that was written past the indexes, as 3DAIGC-API would
        String id = OldRedis.BARE;
        String name = base + " Jörg";
        redis.set(
                "user:" + id,
                "{\"user_id\":\"" + id + "\",\"username\":\"" + name + "\",\"email\":\"" + base + "@OLD.example\"}");
        redis.send(Command.SADD, "3daigc:users:all", id);
        // When
        indexing.complete().await().atMost(Duration.ofSeconds(10));
        // Then
        search(Map.of("q", base + " JÖ")).then().body("users.user_id", contains(id));
        search(Map.of("q", base + "@old")).then().body("users.user_id", contains(id));
    }

    private Response search(Map<String, String> query) {
        return as(admin).queryParams(query).get(ADMIN_USERS);
    }

    private List<String> walk(Map<String, String> query) {
        List<String> ids = new ArrayList<>();
        Response page = search(query);
        ids.addAll(page.path("users.user_id"));
        String cursor = page.path("pagination.next_cursor");
        for (int i = 0; i < 1000 && cursor != null; i++) {
            page = as(admin).queryParams(query).queryParam("cursor", cursor).get(ADMIN_USERS);
            ids.addAll(page.path("users.user_id"));
            cursor = page.path("pagination.next_cursor");
        }
        return ids;
    }

    private void patch(Account user, String body) {
        as(admin)
                .contentType(ContentType.JSON)
                .body(body)
                .patch(ADMIN_USERS + "/" + user.userId())
                .then()
                .statusCode(200);
    }
}
