package org.meshgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.audit.AuditRequests.AUDIT;
import static org.meshgate.audit.AuditRequests.entries;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Searches in the audit trail. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AuditSearchTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account admin;

    @BeforeEach
    void anAdministrator() {
        clock.advance(Duration.ofHours(2)); // so that a refusal is not one of a test of another class
        admin = accounts.createAdmin();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void theAuditIsReadInParts() {
        Account alice = Api.register();
        for (int i = 0; i < 4; i++) {
            Api.createToken(alice, "app");
        }
        String query = "?user=" + alice.userId() + "&limit=2";
        List<Object> ids = new ArrayList<>();
        String cursor = null;
        int parts = 0;
        do {
            Response part = as(admin).get(AUDIT + query + (cursor == null ? "" : "&cursor=" + cursor));
            ids.addAll(part.<List<Object>>path("entries.id"));
            cursor = part.path("next_cursor");
            parts++;
        } while (cursor != null && parts < 50);
        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        assertThat(entries(admin, "?user=" + alice.userId() + "&action=token_create"))
                .hasSize(4);
        assertThat(entries(admin, "?limit=3")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action | nothing",
                "action | LOGIN",
                "user   | alice",
                "user   | user_*",
                "user   | USER_0123456789abcdef",
                "cursor | x",
                "cursor | +",
                "cursor | 1-1 COUNT",
                "cursor | 0-0",
                "cursor | 000-0",
                "from   | yesterday",
                "from   | 2026-02-30",
                "from   | 2026-01",
                "to     | +999999999-01-01T00:00:00Z",
                "limit  | 0",
                "limit  | 501",
                "limit  | 1e2"
            })
    void anInvalidFilterIsRefused(String name, String value) {
        assertProblem(
                as(admin).queryParam(name, value).get(AUDIT), 422, "VALIDATION_FAILED", startsWith(name + " must"));
    }

    @Test
    void aTimeThatEndsBeforeItBeginsIsRefused() {
        assertProblem(
                as(admin)
                        .queryParam("from", "2026-01-31T09:30:00Z")
                        .queryParam("to", "2026-01-31T09:29:59+00:00")
                        .get(AUDIT),
                422,
                "VALIDATION_FAILED",
                startsWith("to must not be before from"));
    }

    @Test
    void entriesOfATimeAreFound() {
        Account alice = Api.register();
        String time = entries(admin, "?action=register&user=" + alice.userId())
                .get(0)
                .get("time")
                .toString();
        String query = "?user=" + alice.userId();
        assertThat(entries(admin, query + "&from=" + time + "&to=" + time)).hasSize(1);
        assertThat(entries(admin, query + "&to=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(entries(admin, query + "&from=2999-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void datesAndTimesWithoutAnOffsetAreInUtcAsInTheHistory() {
        // Given
        Account alice = Api.register();
        String time = entries(admin, "?action=register&user=" + alice.userId())
                .get(0)
                .get("time")
                .toString();
        LocalDate day = LocalDate.parse(time.substring(0, 10));
        String query = "?action=register&user=" + alice.userId();
        // Then a date is the whole day, and an empty parameter none
        assertThat(entries(admin, query + "&from=" + day + "&to=" + day)).hasSize(1);
        assertThat(entries(admin, query + "&from=" + day.plusDays(1))).isEmpty();
        assertThat(entries(admin, query + "&to=" + day.minusDays(1))).isEmpty();
        assertThat(entries(admin, query + "&from=" + time.substring(0, 19) + "&to="))
                .hasSize(1);
    }

    @Test
    void entriesThatArriveMeanwhileNeitherRepeatNorHideOthers() {
        // Given six entries, and the first part of them
        Account alice = Api.register();
        for (int i = 0; i < 5; i++) {
            Api.createToken(alice, "app");
        }
        List<Object> before = ids("?limit=500&user=" + alice.userId());
        Response first = as(admin).get(AUDIT + "?limit=2&user=" + alice.userId());
        List<Object> read = new ArrayList<>(first.<List<Object>>path("entries.id"));
        String cursor = first.path("next_cursor");
        // When more arrive between the parts
        for (int parts = 0; cursor != null && parts < 20; parts++) {
            Api.createToken(alice, "app");
            Response part = as(admin).get(AUDIT + "?limit=2&user=" + alice.userId() + "&cursor=" + cursor);
            read.addAll(part.<List<Object>>path("entries.id"));
            cursor = part.path("next_cursor");
        }
        // Then
        assertThat(before).hasSize(6);
        assertThat(read).isEqualTo(before);
    }

    @Test
    void aSearchLooksAtSoManyEntriesAndTellsHowFarItCame() {
        // Given more entries than a request looks at, of 1970, and none that fits
        Api.register();
        redis.send(Command.RENAME, "3daigc:audit", "3daigc:audit-kept");
        try {
            for (int i = 1; i <= 10_001; i++) {
                redis.send(Command.XADD, "3daigc:audit", i + "-0", "action", "logout", "outcome", "success");
            }
            // When
            Response part = as(admin).get(AUDIT + "?action=cli_migrate&to=1970-01-01T00:01:00Z");
            // Then
            part.then()
                    .statusCode(200)
                    .body("count", equalTo(0))
                    .body("next_cursor", equalTo("2-0"))
                    .body("searched_to", equalTo("1970-01-01T00:00:00.002Z"));
            as(admin)
                    .get(AUDIT + "?action=cli_migrate&cursor=2-0")
                    .then()
                    .body("next_cursor", equalTo(null))
                    .body("searched_to", equalTo("1970-01-01T00:00:00.001Z"));
        } finally {
            redis.send(Command.RENAME, "3daigc:audit-kept", "3daigc:audit");
        }
    }

    @Test
    void onlyAdministratorsReadTheAudit() {
        assertProblem(as(Api.register()).get(AUDIT), 403, "ADMIN_REQUIRED", "Admin access required");
        RestAssured.get(AUDIT).then().statusCode(401);
        as(Api.UNKNOWN_TOKEN).get(AUDIT).then().statusCode(401);
    }

    private List<Object> ids(String query) {
        return as(admin).get(AUDIT + query).then().statusCode(200).extract().path("entries.id");
    }
}
