package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The list of jobs: order, pages, cursors, filters, counts. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class HistoryTest {

    @Inject
    RedisView redis;

    @Inject
    GpuScheduler scheduler;

    @Inject
    TestClock clock;

    @Inject
    Reconciler reconciler;

    @Test
    void pagesAreContiguousNewestFirst() {
        // Given
        Account alice = Api.register();
        List<String> newestFirst = submit(alice, 7);
        // When the list is read in pages by offset, and by cursor
        List<String> byOffset = new ArrayList<>();
        for (int offset = 0; offset < 9; offset += 3) {
            as(alice)
                    .get(HISTORY + "?limit=3&offset=" + offset)
                    .then()
                    .statusCode(200)
                    .body("pagination.total", equalTo(7))
                    .body("pagination.total_is_exact", equalTo(true))
                    .body("pagination.has_more", equalTo(offset + 3 < 7));
            byOffset.addAll(ids(as(alice).get(HISTORY + "?limit=3&offset=" + offset)));
        }
        // Then
        assertThat(byOffset).isEqualTo(newestFirst);
        assertThat(walk(alice, "limit=3")).isEqualTo(newestFirst);
        as(alice)
                .get(HISTORY + "?limit=3&offset=500")
                .then()
                .body("jobs", empty())
                .body("pagination.has_more", equalTo(false))
                .body("pagination.next_cursor", nullValue());
    }

    @Test
    void cursorIsStableWhileJobsChange() {
        Account alice = Api.register();
        List<String> newestFirst = submit(alice, 6);
        Response first = as(alice).get(HISTORY + "?limit=3");
        String cursor = first.path("pagination.next_cursor");
        // When a newer job comes, and the very job where the page ended is deleted
        Jobs.submit(alice);
        as(alice).delete(Jobs.job(newestFirst.get(2))).then().statusCode(200);
        // Then
        assertThat(ids(as(alice).get(HISTORY + "?limit=3&cursor=" + cursor))).isEqualTo(newestFirst.subList(3, 6));
    }

    @Test
    void pagesKeepJobsOfTheSameMillisecond() {
        Account alice = Api.register();
        Instant moment = Instant.now();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String id = UUID.randomUUID().toString();
            scheduler.enqueueByOldApi(id, alice.userId(), moment);
            ids.add(id);
        }
        reconcile();
        assertThat(walk(alice, "limit=2")).containsExactlyInAnyOrderElementsOf(ids);
        // also when the place of the cursor is gone
        Response first = as(alice).get(HISTORY + "?limit=4");
        List<String> seen = ids(first);
        as(alice).delete(Jobs.job(seen.get(3))).then().statusCode(200);
        List<String> rest =
                ids(as(alice).get(HISTORY + "?limit=50&cursor=" + first.<String>path("pagination.next_cursor")));
        assertThat(rest).hasSize(5).doesNotContainAnyElementsOf(seen);
    }

    @Test
    void featureSearchIsBounded() {
        Account alice = Api.register();
        List<String> textured = submit(alice, 4);
        as(alice)
                .get(HISTORY + "?feature=text_to_textured_mesh&limit=3")
                .then()
                .body("jobs.job_id", equalTo(textured.subList(0, 3)))
                .body("pagination.total", equalTo(4))
                .body("pagination.total_is_exact", equalTo(true))
                .body("pagination.has_more", equalTo(true));
        assertThat(walk(alice, "feature=text_to_textured_mesh&limit=3")).isEqualTo(textured);
        assertThat(ids(as(alice).get(HISTORY + "?feature=text_to_textured_mesh&limit=2&offset=1")))
                .isEqualTo(textured.subList(1, 3));
        as(alice)
                .get(HISTORY + "?feature=nobody_knows_it")
                .then()
                .statusCode(200)
                .body("jobs", empty())
                .body("pagination.total", equalTo(0));
        as(alice)
                .queryParam("feature", "\"status\":\"queued")
                .get(HISTORY)
                .then()
                .body("jobs", empty());
    }

    @Test
    void unreadableRecordHidesNoOther() {
        Account alice = Api.register();
        List<String> ids = submit(alice, 3);
        redis.send(io.vertx.redis.client.Command.HSET, "3daigc:jobs", ids.get(1), "{not json");
        assertThat(ids(as(alice).get(HISTORY))).containsExactly(ids.get(0), ids.get(2));
        assertProblem(Jobs.status(alice, ids.get(1)), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void jobsDeletedByTheSchedulerAreNotListed() {
        Account alice = Api.register();
        List<String> ids = submit(alice, 3);
        scheduler.cleanUp(ids.get(1));
        Response page = as(alice).get(HISTORY);
        assertThat(ids(page)).containsExactly(ids.get(0), ids.get(2));
        page.then().body("pagination.total", equalTo(2));
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

    private static List<String> walk(Account caller, String query) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            Response page = as(caller).get(HISTORY + "?" + query + "&cursor=" + cursor);
            all.addAll(ids(page));
            cursor = page.path("pagination.next_cursor");
        } while (cursor != null);
        return all;
    }

    private void reconcile() {
        reconciler.step().await().atMost(Duration.ofSeconds(10));
    }
}
