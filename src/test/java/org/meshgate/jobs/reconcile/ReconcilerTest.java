package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;
import static org.meshgate.testing.Jobs.STATS;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** What becomes of jobs that a scheduler moves which knows nothing of the indexes. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ReconcilerTest {

    private static final Map<String, Object> RESULT =
            Map.of("output_mesh_path", "outputs/meshes/gone.glb", "success", true);

    @Inject
    GpuScheduler scheduler;

    @Inject
    Reconciler reconciler;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @Inject
    Accounts accounts;

    private Account alice;

    @BeforeEach
    void register() {
        redis.clearQueue();
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void streamsAJobFromTheQueueToItsEnd() {
        // Given
        String id = Jobs.submit(alice);
        // When the scheduler takes it, then nobody asks for it, but the index follows
        scheduler.take(id);
        scheduler.start(id, "trellis_text_to_textured_mesh");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertOnlyIn("processing", id));
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(1)).body("data.pending_jobs", equalTo(0));
        scheduler.complete(id, RESULT);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertOnlyIn("completed", id));
        as(alice)
                .get(HISTORY + "?status=completed")
                .then()
                .body("jobs.job_id", equalTo(List.of(id)))
                .body("jobs[0].assigned_model", equalTo("trellis_text_to_textured_mesh"));
    }

    @Test
    void streamsFailureOfAJob() {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        step();
        scheduler.fail(id, "CUDA out of memory");
        step();
        assertOnlyIn("failed", id);
        Jobs.status(alice, id).then().body("status", equalTo("failed")).body("error", equalTo("CUDA out of memory"));
    }

    @Test
    void queueScanFindsJobsMissedBetweenSamples() {
        String id = Jobs.submit(alice);
        step();
        scheduler.take(id);
        scheduler.start(id, "m");
        scheduler.complete(id, RESULT);
        step();
        assertOnlyIn("completed", id);
    }

    @Test
    void requeueKeepsTheHistoryPosition() {
        // Given two jobs, the older of which the scheduler puts back with a new creation time
        String older = Jobs.submit(alice);
        clock.advance(Duration.ofMillis(5));
        String newer = Jobs.submit(alice);
        scheduler.take(older);
        step();
        clock.advance(Duration.ofMinutes(1));
        scheduler.requeue(older);
        step();
        // Then
        assertOnlyIn("queued", older);
        as(alice).get(HISTORY).then().body("jobs.job_id", equalTo(List.of(newer, older)));
        scheduler.cleanUp(older);
        scheduler.cleanUp(newer);
    }

    @Test
    void listsJobsOf3daigcApi() {
        // Given
        String id = UUID.randomUUID().toString();
        String nobodys = UUID.randomUUID().toString();
        Instant created = Instant.parse("2026-01-02T03:04:05.678901Z");
        scheduler.enqueueByOldApi(id, alice.userId(), created);
        scheduler.enqueueByOldApi(nobodys, "", created);
        // When
        step();
        // Then the owner sees the one, administrators both
        assertOnlyIn("queued", id);
        as(alice).get(HISTORY).then().body("jobs.job_id", equalTo(List.of(id)));
        Jobs.status(alice, id).then().statusCode(200).body("created_at", equalTo("2026-01-02T03:04:05.678Z"));
        assertProblem(Jobs.status(alice, nobodys), 403, "ACCESS_DENIED", "Access denied to this job");
        Account admin = accounts.createAdmin();
        Jobs.status(admin, nobodys).then().statusCode(200).body("user_id", equalTo(""));
        assertThat(as(admin)
                        .get(HISTORY + "?start_date=2026-01-02&end_date=2026-01-02")
                        .<List<String>>path("jobs.job_id"))
                .containsExactlyInAnyOrder(id, nobodys);
    }

    @Test
    void readingRepairsTheIndex() {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        scheduler.fail(id, "x");
        Jobs.status(alice, id).then().body("status", equalTo("failed"));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertOnlyIn("failed", id));
    }

    @Test
    void lateRecordOfADeletedJobIsHiddenAndRemoved() {
        // Given a job that is deleted while the scheduler works on it
        String id = Jobs.submit(alice);
        scheduler.take(id);
        var record = scheduler.record(id);
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        // When the scheduler writes its record and result once more
        scheduler.write(id, record.put("status", "completed"));
        scheduler.writeResult(id, RESULT);
        // Then nobody sees it
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
        as(alice).get(HISTORY).then().body("pagination.total", equalTo(0));
        // And it goes away, while its id stays known for a day
        step();
        assertThat(redis.hashField("jobs", id)).isNull();
        assertThat(redis.hashField("results", id)).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:jobs:deleted", id)).isNotNull();
        clock.advance(Duration.ofHours(25));
        step();
        assertThat(redis.send(Command.ZSCORE, "3daigc:jobs:deleted", id)).isNull();
    }

    @Test
    void schedulerCleanupIsRemovedFromEveryIndex() {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        scheduler.complete(id, RESULT);
        step();
        assertOnlyIn("completed", id);
        scheduler.cleanUp(id);
        step();
        assertThat(indexesWith(id)).isEmpty();
        assertThat(redis.hashField("jobs:owners", id)).isNull();
    }

    @Test
    void changedOwnerMovesTheJobBetweenLists() {
        // Given a record in which somebody at redis-cli has put another owner
        Account bob = Api.register();
        String id = Jobs.submit(alice);
        scheduler.write(id, scheduler.record(id).put("user_id", bob.userId()));
        // Then the list of the one does not show it, whatever the index says
        as(alice).get(HISTORY).then().body("jobs", equalTo(List.of())).body("pagination.total", equalTo(0));
        as(bob).get(HISTORY).then().body("jobs.job_id", equalTo(List.of(id)));
        assertProblem(Jobs.status(alice, id), 403, "ACCESS_DENIED", "Access denied to this job");
        scheduler.cleanUp(id);
    }

    @Test
    void deletingAUsersJobsTerminatesAndKeepsForeignJobs() {
        // Given a list that lost its way: another user's job in it, and ids without a record
        Account carol = Api.register();
        String hers = Jobs.submit(carol);
        String his = Jobs.submit(alice);
        for (String index : List.of("", ":queued")) {
            String list = "3daigc:jobs:owner:" + alice.userId() + index;
            redis.send(Command.ZADD, list, "1", hers);
            redis.send(Command.ZADD, list, "2", "nobody-knows-this");
        }
        // When the user is deleted with all jobs
        as(accounts.createAdmin())
                .delete(Api.ADMIN_USERS + "/" + alice.userId() + "?jobs=delete")
                .then()
                .statusCode(200);
        // Then only their own are gone
        Jobs.status(carol, hers).then().statusCode(200).body("status", equalTo("queued"));
        assertThat(redis.hashField("jobs", his)).isNull();
        assertThat(redis.exists("jobs:owner:" + alice.userId())).isFalse();
        scheduler.cleanUp(hers);
    }

    @Test
    void deletingAUserCancelsOnlyTheirQueuedJobs() {
        Account carol = Api.register();
        String hers = Jobs.submit(carol);
        String his = Jobs.submit(alice);
        redis.send(Command.ZADD, "3daigc:jobs:owner:" + alice.userId() + ":queued", "1", hers);
        Account admin = accounts.createAdmin();
        as(admin).delete(Api.ADMIN_USERS + "/" + alice.userId()).then().statusCode(200);
        Jobs.status(carol, hers).then().body("status", equalTo("queued"));
        Jobs.status(admin, his).then().body("status", equalTo("cancelled"));
        // and what was kept can still be deleted with its user's id, once
        String url = Api.ADMIN_USERS + "/" + alice.userId() + "?jobs=delete";
        as(admin).delete(url).then().statusCode(200);
        assertProblem(Jobs.status(admin, his), 404, "JOB_NOT_FOUND", "Job not found");
        assertProblem(as(admin).delete(url), 404, "USER_NOT_FOUND", "User not found");
        scheduler.cleanUp(hers);
    }

    @Test
    void skipsImplausibleTimes() {
        // Given records whose times nobody can mean
        Account admin = accounts.createAdmin();
        Instant now = clock.instant();
        for (String time : List.of("-999999999-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "soon")) {
            String id = UUID.randomUUID().toString();
            scheduler.enqueueByOldApi(id, alice.userId(), now, time);
            step();
            // Then they are listed last, shown, and can be deleted
            assertOnlyIn("queued", id);
            as(admin).get(HISTORY + "?end_date=1970-01-01").then().body("jobs.job_id", equalTo(List.of(id)));
            Jobs.status(alice, id).then().statusCode(200).body("created_at", equalTo(time));
            as(alice).delete(Jobs.job(id)).then().statusCode(200);
        }
    }

    @Test
    void deletesJobLostBetweenQueueAndScheduler() {
        // Given a scheduler that died after the first of its commands
        String id = Jobs.submit(alice);
        redis.send(Command.ZREM, "3daigc:queue:pending", id);
        // Then
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", nullValue());
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 409, "JOB_MOVING", containsString("Try again"));
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        assertThat(indexesWith(id)).isEmpty();
    }

    @Test
    void unreadableRecordDoesNotStopTheSweep() {
        redis.send(Command.HSET, "3daigc:jobs", "broken", "{not json");
        redis.send(Command.HSET, "3daigc:jobs", "list", "[1]");
        redis.send(Command.HSET, "3daigc:jobs", "timeless", "{\"status\":\"queued\"}");
        redis.send(Command.SADD, "3daigc:queue:processing", "broken", "missing");
        String id = UUID.randomUUID().toString();
        scheduler.enqueueByOldApi(id, alice.userId(), Instant.now());
        step();
        assertOnlyIn("queued", id);
        redis.send(Command.SREM, "3daigc:queue:processing", "broken", "missing");
        redis.send(Command.HDEL, "3daigc:jobs", "broken", "list", "timeless");
    }

    private void step() {
        reconciler.step().await().atMost(Duration.ofSeconds(10));
    }

    private void assertOnlyIn(String status, String id) {
        String owner = "jobs:owner:" + alice.userId();
        assertThat(indexesWith(id))
                .containsExactlyInAnyOrder(
                        "3daigc:jobs:created",
                        "3daigc:jobs:status:" + status,
                        "3daigc:" + owner,
                        "3daigc:" + owner + ":" + status);
    }

    private List<String> indexesWith(String id) {
        Response keys = redis.send(Command.KEYS, "3daigc:jobs:*");
        return java.util.stream.StreamSupport.stream(keys.spliterator(), false)
                .map(Response::toString)
                .filter(key -> key.matches("3daigc:jobs:(created|status:.*|owner:.*)"))
                .filter(key -> redis.send(Command.ZSCORE, key, id) != null)
                .toList();
    }
}
