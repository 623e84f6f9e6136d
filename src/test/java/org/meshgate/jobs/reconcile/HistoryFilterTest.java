package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** The parameters of the history. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class HistoryFilterTest {

    @Inject
    GpuScheduler scheduler;

    @Inject
    Accounts accounts;

    @Inject
    TestClock clock;

    @Inject
    Reconciler reconciler;

    @Test
    void filtersByStatus() {
        Account alice = Api.register();
        List<String> ids = submit(alice, 3);
        as(alice).post(Jobs.job(ids.get(0)) + "/cancel").then().statusCode(200);
        scheduler.take(ids.get(1));
        scheduler.fail(ids.get(1), "CUDA out of memory");
        // Then, although the scheduler told no index of it
        for (Map.Entry<String, String> expected :
                Map.of("cancelled", ids.get(0), "queued", ids.get(2)).entrySet()) {
            Response page = as(alice).get(HISTORY + "?status=" + expected.getKey());
            assertThat(ids(page)).as(expected.getKey()).containsExactly(expected.getValue());
            page.then().body("pagination.total", equalTo(1)).body("filters.status", equalTo(expected.getKey()));
        }
        reconcile();
        assertThat(ids(as(alice).get(HISTORY + "?status=failed"))).containsExactly(ids.get(1));
        assertThat(ids(as(alice).get(HISTORY + "?status=processing"))).isEmpty();
        assertThat(ids(as(alice).get(HISTORY + "?status=failed&feature=text_to_textured_mesh")))
                .containsExactly(ids.get(1));
    }

    @Test
    void datesAreInclusiveAndUnderstandDaysAndOffsets() {
        Account alice = Api.register();
        Instant old = Instant.parse("2024-03-10T23:59:59.900Z");
        Instant later = Instant.parse("2024-03-12T00:00:00Z");
        String first = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        scheduler.enqueueByOldApi(first, alice.userId(), old);
        scheduler.enqueueByOldApi(second, alice.userId(), later);
        reconcile();
        assertThat(found(alice, "start_date=2024-03-10&end_date=2024-03-10")).containsExactly(first);
        assertThat(found(alice, "start_date=2024-03-11")).containsExactly(second);
        assertThat(found(alice, "end_date=2024-03-12")).containsExactly(second, first);
        assertThat(found(alice, "end_date=2024-03-11")).containsExactly(first);
        assertThat(found(alice, "start_date=2024-03-11T19:00:00-05:00")).containsExactly(second);
        assertThat(found(alice, "end_date=2024-03-12T00:00:00Z&start_date=2024-03-12T00:00:00"))
                .containsExactly(second);
        assertThat(found(alice, "start_date=" + LocalDate.now(ZoneOffset.UTC).plusDays(2)))
                .isEmpty();
    }

    @Test
    void anAdministratorListsTheJobsOfOneUser() {
        // Given
        Account admin = accounts.createAdmin();
        Account alice = Api.register();
        List<String> ids = submit(alice, 3);
        submit(Api.register(), 1);
        as(alice).post(Jobs.job(ids.get(0)) + "/cancel").then().statusCode(200);
        // Then
        String ofAlice = "user_id=" + alice.userId();
        assertThat(found(admin, ofAlice)).containsExactlyElementsOf(ids);
        assertThat(found(admin, ofAlice + "&status=cancelled")).containsExactly(ids.get(0));
        Response first = as(admin).get(HISTORY + "?limit=2&" + ofAlice);
        first.then().body("pagination.total", equalTo(3));
        assertThat(found(admin, ofAlice + "&limit=2&cursor=" + first.path("pagination.next_cursor")))
                .containsExactly(ids.get(2));
        assertThat(found(alice, ofAlice)).hasSize(3);
        assertThat(found(admin, "user_id=user_0000000000000000")).isEmpty();
    }

    @Test
    void othersListTheirOwnJobsAlone() {
        Account alice = Api.register();
        submit(alice, 1);
        assertProblem(
                as(Api.register()).get(HISTORY + "?user_id=" + alice.userId()),
                403,
                "ADMIN_REQUIRED",
                containsString("Admin"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=ten|limit",
                "limit=NaN|limit",
                "limit=1.5|limit",
                "limit=1e3|limit",
                "offset=-1|offset",
                "offset=99999999999999999999|offset",
                "status=done|status",
                "status=queued%00|status",
                "start_date=yesterday|start_date",
                "start_date=2024-13-01|start_date",
                "start_date=-999999999-01-01|start_date",
                "end_date=%2B999999999-12-31|end_date",
                "end_date=-0001-12-31|end_date",
                "end_date=2024-02-30|end_date",
                "end_date=1700000000|end_date",
                "start_date=2024-02-02&end_date=2024-02-01|end_date",
                "user_id=alice|user_id",
                "user_id=user_%00|user_id",
                "cursor=nonsense|cursor",
                "cursor=%00|cursor",
                "cursor=AAAA|cursor",
            })
    void rejectsInvalidFilterByName(String query, String field) {
        assertProblem(
                        as(Api.register()).urlEncodingEnabled(false).get(HISTORY + "?" + query),
                        422,
                        "VALIDATION_FAILED",
                        containsString(field))
                .body("errors.field", equalTo(List.of(field)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "-1, 1",
        "-99999999999999999999, 1",
        "1, 1",
        "500, 500",
        "501, 500",
        "99999999999999999999, 500",
        "' ', 50"
    })
    void clampsLimit(String limit, int used) {
        // Given
        Account alice = Api.register();
        submit(alice, 2);
        // When
        Response page = as(alice).queryParam("limit", limit).get(HISTORY);
        // Then
        page.then()
                .statusCode(200)
                .body("pagination.limit", equalTo(used))
                .body("jobs.size()", equalTo(Math.min(used, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "QUEUED", "Queued", " queued "})
    void statusIsCaseInsensitive(String status) {
        // Given
        Account alice = Api.register();
        List<String> ids = submit(alice, 2);
        as(alice).post(Jobs.job(ids.get(0)) + "/cancel").then().statusCode(200);
        // When
        Response page = as(alice).queryParam("status", status).get(HISTORY);
        // Then
        assertThat(ids(page)).containsExactly(ids.get(1));
        page.then().body("filters.status", equalTo(status));
    }

    @Test
    void reportsAllInvalidFilters() {
        assertProblem(
                        as(Api.register()).get(HISTORY + "?limit=x&status=x&start_date=y&end_date=z"),
                        422,
                        "VALIDATION_FAILED",
                        containsString("limit"))
                .body("errors.field", equalTo(List.of("limit", "status", "start_date", "end_date")));
    }

    @Test
    void rejectsCursorOfAnotherList() {
        Account alice = Api.register();
        submit(alice, 3);
        Account bob = Api.register();
        submit(bob, 3);
        String cursor = as(alice).get(HISTORY + "?limit=1").path("pagination.next_cursor");
        as(alice).get(HISTORY + "?limit=2&cursor=" + cursor).then().statusCode(200);
        for (Response refused : List.of(
                as(bob).get(HISTORY + "?cursor=" + cursor),
                as(accounts.createAdmin()).get(HISTORY + "?cursor=" + cursor),
                as(alice).get(HISTORY + "?status=queued&cursor=" + cursor),
                as(alice).get(HISTORY + "?feature=x&cursor=" + cursor),
                as(alice).get(HISTORY + "?start_date=2020-01-01&cursor=" + cursor),
                as(alice).get(HISTORY + "?offset=1&cursor=" + cursor))) {
            assertProblem(refused, 422, "VALIDATION_FAILED", containsString("cursor"));
        }
    }

    @Test
    void emptyParametersCountAsAbsent() {
        Account alice = Api.register();
        submit(alice, 1);
        as(alice)
                .get(HISTORY + "?limit=&offset=&cursor=&status=&feature=&start_date=&end_date=")
                .then()
                .statusCode(200)
                .body("pagination.total", equalTo(1));
        as(alice)
                .queryParam("status", " ")
                .queryParam("feature", " ")
                .get(HISTORY)
                .then()
                .statusCode(200)
                .body("pagination.total", equalTo(1));
    }

    private List<String> submit(Account owner, int count) {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofMillis(1));
            newestFirst.add(0, Jobs.submit(owner));
        }
        return newestFirst;
    }

    private static List<String> found(Account caller, String query) {
        return ids(as(caller).urlEncodingEnabled(false).get(HISTORY + "?" + query));
    }

    private static List<String> ids(Response page) {
        page.then().statusCode(200);
        return page.path("jobs.job_id");
    }

    /** A step scans 200 records, and the tests before this one have left some. */
    private void reconcile() {
        for (int i = 0; i < 10; i++) {
            reconciler.step().await().atMost(Duration.ofSeconds(10));
        }
    }
}
