package org.meshgate.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.queue.WorkQueue.ClaimedJob;
import org.meshgate.jobs.queue.WorkQueue.Order;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Claims, leases, and their end. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class WorkQueueTest {

    private static final Set<String> TEXTURED = Set.of("text_to_textured_mesh");

    @Inject
    WorkQueue queue;

    @Inject
    RedisView redis;

    @Inject
    GpuScheduler scheduler;

    @Inject
    TestClock clock;

    private Account alice;

    @BeforeEach
    void emptyTheQueue() {
        redis.send(Command.DEL, "3daigc:queue:pending", "3daigc:queue:leases");
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void theFirstJobOfAFittingFeatureIsClaimedAndNeverStandsWhereTheSchedulerLooks() {
        // Given
        String first = Jobs.submit(alice, "first");
        clock.advance(Duration.ofMillis(2));
        String second = Jobs.submit(alice, "second");
        assertThat(get(queue.claim(Set.of("auto_rig"), "m"))).isEmpty();
        // When
        ClaimedJob claimed = claim();
        // Then
        assertThat(claimed.id()).isEqualTo(first);
        assertThat(claimed.feature()).isEqualTo("text_to_textured_mesh");
        assertThat(claimed.inputs().get("text_prompt").textValue()).isEqualTo("first");
        assertThat(redis.isMember("queue:processing", first)).isFalse();
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:pending", first)).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", first).toLong())
                .isBetween(clock.millis(), clock.millis() + WorkQueue.LEASE.toMillis());
        Jobs.status(alice, first)
                .then()
                .body("status", equalTo("processing"))
                .body("model_id", equalTo("the-model"))
                .body("progress", equalTo(0.0f));
        assertThat(claim().id()).isEqualTo(second);
        assertThat(get(queue.claim(TEXTURED, "m"))).isEmpty();
    }

    @Test
    void eachJobIsClaimedOnceHoweverManyAsk() {
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            submitted.add(Jobs.submit(alice));
        }
        List<Uni<Optional<ClaimedJob>>> claims = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            claims.add(queue.claim(TEXTURED, "worker-" + i));
        }
        List<String> claimed = get(Uni.join().all(claims).andFailFast()).stream()
                .flatMap(Optional::stream)
                .map(ClaimedJob::id)
                .toList();
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(submitted);
    }

    @Test
    void progressIsSeenAndTheResultEndsTheJob() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        assertThat(get(queue.renew(claimed, 0.5))).isEqualTo(Order.CONTINUE);
        Jobs.status(alice, id).then().body("progress", equalTo(0.5f));
        assertThat(get(queue.complete(claimed, result()))).isTrue();
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("completed"))
                .body("progress", equalTo(1.0f))
                .body("result.success", equalTo(true));
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", id)).isNull();
        assertThat(redis.hashField("jobs:progress", id)).isNull();
        // once is enough
        assertThat(get(queue.complete(claimed, result()))).isFalse();
        assertThat(get(queue.fail(claimed, "late"))).isFalse();
    }

    @Test
    void aFailureIsTold() {
        String id = Jobs.submit(alice);
        assertThat(get(queue.fail(claim(), "no clay left"))).isTrue();
        Jobs.status(alice, id).then().body("status", equalTo("failed")).body("error", equalTo("no clay left"));
    }

    @Test
    void aWorkerThatIsNotHeardOfLosesTheJobUntilTheRetriesAreUsedUp() {
        String id = Jobs.submit(alice);
        for (int retry = 1; retry <= 4; retry++) {
            ClaimedJob lost = claim();
            clock.advance(WorkQueue.LEASE.plusSeconds(1));
            get(queue.reclaimExpired());
            Jobs.status(alice, id)
                    .then()
                    .body("status", equalTo("queued"))
                    .body("retry_count", equalTo(retry))
                    .body("queue_position", equalTo(1));
            // what the lost worker says comes too late
            assertThat(get(queue.renew(lost, 0.9))).isEqualTo(Order.ABANDON);
            assertThat(get(queue.complete(lost, result()))).isFalse();
        }
        claim();
        clock.advance(WorkQueue.LEASE.plusSeconds(1));
        get(queue.reclaimExpired());
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("failed"))
                .body("error", containsString("stopped answering"));
    }

    @Test
    void aLostWorkerCannotEndTheJobOfTheNext() {
        String id = Jobs.submit(alice);
        ClaimedJob lost = claim();
        clock.advance(WorkQueue.LEASE.plusSeconds(1));
        get(queue.reclaimExpired());
        ClaimedJob next = claim();
        assertThat(get(queue.fail(lost, "mine!"))).isFalse();
        assertThat(get(queue.renew(lost, 0.1))).isEqualTo(Order.ABANDON);
        assertThat(get(queue.complete(next, result()))).isTrue();
        Jobs.status(alice, id).then().body("status", equalTo("completed"));
    }

    @Test
    void aRenewedLeaseDoesNotRunOut() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        clock.advance(WorkQueue.LEASE.minusSeconds(1));
        assertThat(get(queue.renew(claimed, 0.5))).isEqualTo(Order.CONTINUE);
        clock.advance(WorkQueue.LEASE.minusSeconds(1));
        get(queue.reclaimExpired());
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
    }

    @Test
    void aWishToCancelReachesTheWorker() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancel_requested"));
        Jobs.status(alice, id).then().body("cancel_requested", equalTo(true)).body("status", equalTo("processing"));
        assertThat(get(queue.renew(claimed, 0.5))).isEqualTo(Order.CANCEL);
        assertThat(get(queue.cancelled(claimed))).isTrue();
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(redis.send(Command.ZSCORE, "3daigc:jobs:cancelling", id)).isNull();
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 409, "JOB_FINISHED", containsString("cancelled"));
    }

    @Test
    void aWishToCancelThatTheWorkerDoesNotHearOfInTimeIsKeptAllTheSame() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        assertThat(get(queue.complete(claimed, result()))).isFalse();
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(redis.hashField("results", id)).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", id)).isNull();
    }

    @Test
    void aWishToCancelOutlivesTheWorker() {
        String id = Jobs.submit(alice);
        claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        clock.advance(WorkQueue.LEASE.plusSeconds(1));
        get(queue.reclaimExpired());
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void idsWithoutARecordDoNotHoldUpTheQueue() {
        for (int i = 0; i < 150; i++) {
            redis.send(Command.ZADD, "3daigc:queue:pending", "1", "without-record-" + i);
        }
        String id = Jobs.submit(alice);
        get(queue.claim(TEXTURED, "m"));
        assertThat(get(queue.claim(TEXTURED, "m")).map(ClaimedJob::id)).contains(id);
    }

    @Test
    void aWaitingJobIsCancelledAtOnceAndNobodyGetsIt() {
        String id = Jobs.submit(alice);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        assertThat(get(queue.claim(TEXTURED, "m"))).isEmpty();
        assertThat(redis.send(Command.ZCARD, "3daigc:queue:pending").toInteger())
                .isZero();
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void aJobOfTheSchedulerIsAskedToStop() {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        String before = redis.hashField("jobs", id);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancel_requested"));
        // its record is the scheduler's alone
        assertThat(redis.hashField("jobs", id)).isEqualTo(before);
        scheduler.fail(id, "x");
    }

    @Test
    void aDeletedJobIsGivenUp() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        assertThat(get(queue.renew(claimed, 0.5))).isEqualTo(Order.ABANDON);
        assertThat(get(queue.complete(claimed, result()))).isFalse();
        assertThat(redis.hashField("results", id)).isNull();
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
    }

    private ClaimedJob claim() {
        return get(queue.claim(TEXTURED, "the-model")).orElseThrow();
    }

    private static ObjectNode result() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("output_mesh_path", "outputs/nothing.glb")
                .put("success", true);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
