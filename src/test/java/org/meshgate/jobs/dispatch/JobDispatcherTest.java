package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.jobs.dispatch.DirectWorker.TEXTURED;
import static org.meshgate.jobs.dispatch.DirectWorker.assertLost;
import static org.meshgate.jobs.dispatch.DirectWorker.get;
import static org.meshgate.jobs.dispatch.DirectWorker.held;
import static org.meshgate.jobs.dispatch.DirectWorker.request;
import static org.meshgate.jobs.dispatch.DirectWorker.result;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Claims, leases, and their end. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobDispatcherTest {

    @Inject
    JobDispatcher dispatcher;

    @Inject
    DirectWorker worker;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account alice;

    @BeforeEach
    void emptyTheQueue() {
        redis.clearQueue();
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void claimsTheFirstJobOfAMatchingFeature() {
        // Given
        String first = Jobs.submit(alice, "first");
        clock.advance(Duration.ofMillis(2));
        String second = Jobs.submit(alice, "second");
        assertThat(worker.claimAll("auto_rig")).isEmpty();
        // When
        ClaimedJob claimed = worker.claim();
        // Then
        assertThat(claimed.jobId()).isEqualTo(first);
        assertThat(claimed.feature()).isEqualTo("text_to_textured_mesh");
        assertThat(claimed.inputs().get("text_prompt").textValue()).isEqualTo("first");
        assertThat(redis.isMember("queue:processing", first)).isFalse();
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:pending", first)).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", first).toLong())
                .isBetween(clock.millis(), clock.millis() + JobDispatcher.LEASE.toMillis());
        Jobs.status(alice, first)
                .then()
                .body("status", equalTo("processing"))
                .body("model_id", equalTo("the-model"))
                .body("progress", equalTo(0.0f));
        assertThat(worker.claim().jobId()).isEqualTo(second);
        assertThat(worker.claimAll(TEXTURED)).isEmpty();
    }

    @Test
    void concurrentClaimsGetEachJobOnce() {
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            submitted.add(Jobs.submit(alice));
        }
        List<Uni<List<ClaimedJob>>> claims = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            claims.add(dispatcher.claim(request("worker-" + i, TEXTURED, 1)));
        }
        List<String> claimed = get(Uni.join().all(claims).andFailFast()).stream()
                .flatMap(List::stream)
                .map(ClaimedJob::jobId)
                .toList();
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(submitted);
    }

    @Test
    void progressIsShownAndTheResultCompletesTheJob() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = worker.claim();
        assertThat(worker.renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CONTINUE);
        Jobs.status(alice, id).then().body("progress", equalTo(0.5f));
        assertThat(worker.complete(claimed)).isEqualTo(JobStatus.COMPLETED);
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("completed"))
                .body("progress", equalTo(1.0f))
                .body("result.success", equalTo(true));
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", id)).isNull();
        assertThat(redis.hashField("jobs:progress", id)).isNull();
        // and the answer of a repeated call is the same
        assertThat(worker.complete(claimed)).isEqualTo(JobStatus.COMPLETED);
        assertLost(() -> worker.fail(claimed, "late"));
    }

    @Test
    void reportsFailureOfAJob() {
        String id = Jobs.submit(alice);
        assertThat(worker.fail(worker.claim(), "no clay left")).isEqualTo(JobStatus.FAILED);
        Jobs.status(alice, id).then().body("status", equalTo("failed")).body("error", equalTo("no clay left"));
    }

    @Test
    void staleLeaseCannotEndTheJob() {
        String id = Jobs.submit(alice);
        ClaimedJob lost = worker.claim();
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        ClaimedJob next = worker.claim();
        assertLost(() -> worker.fail(lost, "mine!"));
        assertThat(worker.renew(lost, 0.1)).isEqualTo(HeartbeatOrder.LOST);
        assertThat(worker.complete(next)).isEqualTo(JobStatus.COMPLETED);
        Jobs.status(alice, id).then().body("status", equalTo("completed"));
    }

    @Test
    void renewalExtendsTheLease() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = worker.claim();
        clock.advance(JobDispatcher.LEASE.minusSeconds(1));
        assertThat(worker.renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CONTINUE);
        clock.advance(JobDispatcher.LEASE.minusSeconds(1));
        get(dispatcher.step());
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
    }

    @Test
    void skipsQueueEntriesWithoutARecord() {
        for (int i = 0; i < 150; i++) {
            redis.send(Command.ZADD, "3daigc:queue:pending", "1", "without-record-" + i);
        }
        String id = Jobs.submit(alice);
        assertThat(worker.claimAll(TEXTURED)).extracting(ClaimedJob::jobId).containsExactly(id);
        // and they go
        for (int i = 0; i < 3; i++) {
            get(dispatcher.step());
        }
        assertThat(redis.send(Command.ZCARD, "3daigc:queue:pending").toInteger())
                .isZero();
    }

    @Test
    void dropsDeletedJob() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = worker.claim();
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        assertThat(worker.renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.LOST);
        assertLost(() -> worker.complete(claimed));
        assertThat(redis.hashField("results", id)).isNull();
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void repeatedCallsReturnTheFirstResponse() {
        Jobs.submit(alice);
        ClaimedJob completed = worker.claim();
        assertThat(worker.complete(completed)).isEqualTo(JobStatus.COMPLETED);
        assertThat(worker.complete(completed)).isEqualTo(JobStatus.COMPLETED);
        assertLost(() -> worker.fail(completed, "late"));
        Jobs.submit(alice);
        ClaimedJob failed = worker.claim();
        assertThat(worker.fail(failed, "no clay left")).isEqualTo(JobStatus.FAILED);
        assertThat(worker.fail(failed, "no clay left")).isEqualTo(JobStatus.FAILED);
        assertLost(() -> worker.complete(failed));
    }

    @Test
    void leaseOfAnotherAccountIsLost() {
        Jobs.submit(alice);
        ClaimedJob claimed = get(dispatcher.claim(
                        new ClaimRequest("w", Optional.of("user_1"), Set.of(TEXTURED), Set.of(), Set.of(), 1)))
                .get(0);
        assertLost(() -> get(dispatcher.complete(claimed.heldBy(Optional.of("user_2")), result())));
        assertLost(() -> get(dispatcher.requireLease(claimed.heldBy(Optional.empty()))));
        get(dispatcher.requireLease(claimed.heldBy(Optional.of("user_1"))));
        // when the account ends, its jobs wait again
        assertThat(get(dispatcher.requeueAllOf("user_1"))).isEqualTo(1);
        assertLost(() -> get(dispatcher.requireLease(claimed.heldBy(Optional.of("user_1")))));
        assertThat(worker.claim().jobId()).isEqualTo(claimed.jobId());
    }

    @Test
    void messageOfTheWorkerIsShown() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = worker.claim();
        get(dispatcher.heartbeat(
                List.of(new Heartbeat(held(claimed), OptionalDouble.of(0.25), Optional.of("baking \"textures\"")))));
        Jobs.status(alice, id)
                .then()
                .body("progress", equalTo(0.25f))
                .body("progress_message", equalTo("baking \"textures\""));
        worker.complete(claimed);
        Jobs.status(alice, id).then().body("progress_message", nullValue());
    }
}
