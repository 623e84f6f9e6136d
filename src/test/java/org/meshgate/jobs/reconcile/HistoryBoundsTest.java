package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
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
import org.meshgate.jobs.access.JobStore;
import org.meshgate.jobs.history.HistoryPage;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.RedisResource;

/** How much one request for a list reads, and how the client comes to the rest. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class HistoryBoundsTest {

    @Inject
    GpuScheduler scheduler;

    @Inject
    Reconciler reconciler;

    @Test
    void boundedSearchReportsInexactTotal() {
        // Given more jobs of another feature than one search looks at, and one match behind them
        Account alice = Api.register();
        String match = UUID.randomUUID().toString();
        Instant start = Instant.parse("2023-01-01T00:00:00Z");
        scheduler.enqueueByOldApi(match, alice.userId(), start);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < JobStore.MAX_SCAN + 100; i++) {
            others.add(UUID.randomUUID().toString());
        }
        others.parallelStream().forEach(id -> {
            var record = scheduler.record(match);
            record.put("job_id", id).put("feature", "image_to_splat");
            record.put("created_at", start.plusSeconds(60).toString());
            scheduler.write(id, record);
        });
        for (int i = 0; i < 30; i++) {
            reconcile();
        }
        // When
        Response first = as(alice).get(HISTORY + "?feature=text_to_textured_mesh");
        // Then it is said that there may be more, and the cursor leads to it
        first.then()
                .body("jobs", empty())
                .body("pagination.total", equalTo(0))
                .body("pagination.total_is_exact", equalTo(false))
                .body("pagination.has_more", equalTo(true));
        assertThat(walk(alice, "feature=text_to_textured_mesh")).containsExactly(match);
    }

    @Test
    void pageOfLongRecordsIsShortenedAndHasACursor() {
        // Given more bytes of records than one list reads
        Account alice = Api.register();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            String id = UUID.randomUUID().toString();
            scheduler.enqueueByOldApi(id, alice.userId(), Instant.parse("2025-05-05T05:05:05Z"));
            scheduler.write(id, scheduler.record(id).put("note", "x".repeat(32_000)));
            ids.add(id);
        }
        for (int i = 0; i < 30; i++) {
            reconcile();
        }
        // Then
        Response page = as(alice).get(HISTORY + "?limit=500");
        assertThat(ids(page).size()).isBetween(1, 150);
        page.then().body("pagination.total", equalTo(160)).body("pagination.has_more", equalTo(true));
        assertThat(walk(alice, "limit=500")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(walk(alice, "feature=nobody_knows_it")).isEmpty();
    }

    @Test
    void pageThatGrowsInSerializationIsShortened() {
        // Given records with numbers that are written in three characters, and nine in an answer
        Account alice = Api.register();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String id = UUID.randomUUID().toString();
            scheduler.enqueueByOldApi(id, alice.userId(), Instant.parse("2025-05-05T05:05:05Z"));
            scheduler.write(id, scheduler.record(id).put("inputs", "{\"x\":[1e6" + ",1e6".repeat(4_000) + "]}"));
            ids.add(id);
        }
        for (int i = 0; i < 30; i++) {
            reconcile();
        }
        // When
        Response page = as(alice).get(HISTORY + "?limit=500");
        // Then
        int rows = ids(page).size();
        assertThat(rows).isBetween(10, 99);
        assertThat((long) page.asByteArray().length).isBetween(1_000_000L, HistoryPage.MAX_BYTES + 10_000);
        page.then()
                .body("pagination.limit", equalTo(rows))
                .body("pagination.total", equalTo(100))
                .body("pagination.has_more", equalTo(true));
        assertThat(walk(alice, "limit=500")).containsExactlyInAnyOrderElementsOf(ids);
        // And a client that counts by offset misses nothing
        assertThat(ids(as(alice).get(HISTORY + "?limit=500&offset=" + rows)).get(0))
                .isEqualTo(walk(alice, "limit=500").get(rows));
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
