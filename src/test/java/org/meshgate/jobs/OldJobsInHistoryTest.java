package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** What the scheduler and the API of 3DAIGC-API wrote, in the list of jobs. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class OldJobsInHistoryTest {

    @Inject
    RedisView redis;

    @Inject
    GpuScheduler scheduler;

    @Test
    void ordersAndFiltersTimesWithOffsets() {
        // Given jobs of summer and winter time whose texts sort the other way round than their times
        Account alice = Api.register();
        List<String> oldestFirst = new ArrayList<>();
        for (String created : List.of(
                "2026-03-08T06:59:59Z", // 01:59:59-05:00
                "2026-03-08T07:00:00Z", // 03:00:00-04:00
                "2026-11-01T05:30:00Z", // 01:30:00-04:00
                "2026-11-01T06:15:00Z")) { // 01:15:00-05:00
            String id = UUID.randomUUID().toString();
            scheduler.enqueueByOldApi(id, alice.userId(), Instant.parse(created));
            Jobs.status(alice, id).then().statusCode(200).body("created_at", equalTo(created.replace("Z", ".000Z")));
            oldestFirst.add(id);
        }
        assertThat(scheduler.record(oldestFirst.get(2)).get("created_at").textValue())
                .isEqualTo("2026-11-01T01:30:00.000000-04:00");
        assertThat(scheduler.record(oldestFirst.get(3)).get("created_at").textValue())
                .isEqualTo("2026-11-01T01:15:00.000000-05:00");
        List<String> newestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(newestFirst);
        // Then
        Awaitility.await()
                .untilAsserted(() -> assertThat(found(alice, "limit=10")).isEqualTo(newestFirst));
        assertThat(found(alice, "start_date=2026-11-01T02:00:00-04:00")).containsExactly(oldestFirst.get(3));
        assertThat(found(alice, "start_date=2026-03-08&end_date=2026-03-08T01:59:59.5-05:00"))
                .containsExactly(oldestFirst.get(0));
        assertThat(found(alice, "end_date=2026-10-31")).containsExactly(oldestFirst.get(1), oldestFirst.get(0));
    }

    @Test
    void listsJobsCancelledBy3daigcApi() {
        Account alice = Api.register();
        String id = UUID.randomUUID().toString();
        scheduler.enqueueByOldApi(id, alice.userId(), Instant.parse("2026-11-22T06:00:00Z"));
        redis.send(Command.ZREM, "3daigc:queue:pending", id);
        scheduler.write(id, scheduler.record(id).put("status", "failed").put("error", "Cancelled by user"));
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("failed"))
                .body("error", equalTo("Cancelled by user"))
                .body("failed_at_date", nullValue());
        Awaitility.await()
                .untilAsserted(() -> assertThat(found(alice, "status=failed")).containsExactly(id));
        assertThat(found(alice, "status=cancelled")).isEmpty();
        assertThat(found(alice, "status=queued")).isEmpty();
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 409, "JOB_FINISHED", containsString("failed"));
    }

    private static List<String> found(Account caller, String query) {
        return as(caller)
                .urlEncodingEnabled(false)
                .get(HISTORY + "?" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("jobs.job_id");
    }
}
