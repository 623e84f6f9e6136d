package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
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
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
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
class JobDispatcherTest {

    private static final String TEXTURED = "text_to_textured_mesh";

    @Inject
    JobDispatcher dispatcher;

    @Inject
    RedisView redis;

    @Inject
    GpuScheduler scheduler;

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
        assertThat(claimAll("auto_rig")).isEmpty();
        // When
        ClaimedJob claimed = claim();
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
        assertThat(claim().jobId()).isEqualTo(second);
        assertThat(claimAll(TEXTURED)).isEmpty();
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
        ClaimedJob claimed = claim();
        assertThat(renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CONTINUE);
        Jobs.status(alice, id).then().body("progress", equalTo(0.5f));
        assertThat(complete(claimed)).isEqualTo(JobStatus.COMPLETED);
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("completed"))
                .body("progress", equalTo(1.0f))
                .body("result.success", equalTo(true));
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", id)).isNull();
        assertThat(redis.hashField("jobs:progress", id)).isNull();
        // and the answer of a repeated call is the same
        assertThat(complete(claimed)).isEqualTo(JobStatus.COMPLETED);
        assertLost(() -> fail(claimed, "late"));
    }

    @Test
    void reportsFailureOfAJob() {
        String id = Jobs.submit(alice);
        assertThat(fail(claim(), "no clay left")).isEqualTo(JobStatus.FAILED);
        Jobs.status(alice, id).then().body("status", equalTo("failed")).body("error", equalTo("no clay left"));
    }

    @Test
    void expiredLeaseRequeuesUntilRetriesAreUsedUp() {
        String id = Jobs.submit(alice);
        for (int retry = 1; retry <= 2; retry++) {
            ClaimedJob lost = claim();
            clock.advance(JobDispatcher.LEASE.plusSeconds(1));
            get(dispatcher.step());
            Jobs.status(alice, id)
                    .then()
                    .body("status", equalTo("queued"))
                    .body("retry_count", equalTo(retry))
                    .body("queue_position", equalTo(1));
            // what the lost worker says comes too late
            assertThat(renew(lost, 0.9)).isEqualTo(HeartbeatOrder.LOST);
            assertLost(() -> complete(lost));
        }
        claim();
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("failed"))
                .body("error", containsString("stopped answering"));
    }

    @Test
    void staleLeaseCannotEndTheJob() {
        String id = Jobs.submit(alice);
        ClaimedJob lost = claim();
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        ClaimedJob next = claim();
        assertLost(() -> fail(lost, "mine!"));
        assertThat(renew(lost, 0.1)).isEqualTo(HeartbeatOrder.LOST);
        assertThat(complete(next)).isEqualTo(JobStatus.COMPLETED);
        Jobs.status(alice, id).then().body("status", equalTo("completed"));
    }

    @Test
    void renewalExtendsTheLease() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        clock.advance(JobDispatcher.LEASE.minusSeconds(1));
        assertThat(renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CONTINUE);
        clock.advance(JobDispatcher.LEASE.minusSeconds(1));
        get(dispatcher.step());
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
    }

    @Test
    void cancellationRequestReachesTheWorker() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancel_requested"));
        Jobs.status(alice, id).then().body("cancel_requested", equalTo(true)).body("status", equalTo("processing"));
        assertThat(renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CANCEL);
        assertThat(get(dispatcher.release(List.of(held(claimed))))).isEqualTo(1);
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(redis.send(Command.ZSCORE, "3daigc:jobs:cancelling", id)).isNull();
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 409, "JOB_FINISHED", containsString("cancelled"));
    }

    @Test
    void lateCancellationRequestIsKept() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        assertThat(complete(claimed)).isEqualTo(JobStatus.CANCELLED);
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(redis.hashField("results", id)).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", id)).isNull();
    }

    @Test
    void cancellationRequestOutlivesTheWorker() {
        String id = Jobs.submit(alice);
        claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void skipsQueueEntriesWithoutARecord() {
        for (int i = 0; i < 150; i++) {
            redis.send(Command.ZADD, "3daigc:queue:pending", "1", "without-record-" + i);
        }
        String id = Jobs.submit(alice);
        assertThat(claimAll(TEXTURED)).extracting(ClaimedJob::jobId).containsExactly(id);
        // and they go
        for (int i = 0; i < 3; i++) {
            get(dispatcher.step());
        }
        assertThat(redis.send(Command.ZCARD, "3daigc:queue:pending").toInteger())
                .isZero();
    }

    @Test
    void cancelsQueuedJobAtOnce() {
        String id = Jobs.submit(alice);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        assertThat(claimAll(TEXTURED)).isEmpty();
        assertThat(redis.send(Command.ZCARD, "3daigc:queue:pending").toInteger())
                .isZero();
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void cancellationIsRequestedFromTheScheduler() {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        String before = redis.hashField("jobs", id);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancel_requested"));
        // its record is the scheduler's alone
        assertThat(redis.hashField("jobs", id)).isEqualTo(before);
        scheduler.fail(id, "x");
    }

    @Test
    void dropsDeletedJob() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        assertThat(renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.LOST);
        assertLost(() -> complete(claimed));
        assertThat(redis.hashField("results", id)).isNull();
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void repeatedCallsReturnTheFirstResponse() {
        Jobs.submit(alice);
        ClaimedJob completed = claim();
        assertThat(complete(completed)).isEqualTo(JobStatus.COMPLETED);
        assertThat(complete(completed)).isEqualTo(JobStatus.COMPLETED);
        assertLost(() -> fail(completed, "late"));
        Jobs.submit(alice);
        ClaimedJob failed = claim();
        assertThat(fail(failed, "no clay left")).isEqualTo(JobStatus.FAILED);
        assertThat(fail(failed, "no clay left")).isEqualTo(JobStatus.FAILED);
        assertLost(() -> complete(failed));
    }

    @Test
    void retryableFailureWaitsLongerEachTimeUntilTheAttemptsAreUsedUp() {
        String id = Jobs.submit(alice);
        for (int failures = 1; failures <= 2; failures++) {
            assertThat(failRetryably(claim())).isEqualTo(JobStatus.QUEUED);
            Jobs.status(alice, id)
                    .then()
                    .body("status", equalTo("queued"))
                    .body("retry_count", equalTo(failures))
                    .body("retry_reason", equalTo("out of memory"));
            get(dispatcher.step());
            assertThat(claimAll(TEXTURED)).isEmpty();
            clock.advance(Duration.ofSeconds(failures * 6L)); // 5 s and 10 s, a fifth more at most
            get(dispatcher.step());
        }
        ClaimedJob last = claim();
        assertThat(last.attempt()).isEqualTo(3);
        assertThat(failRetryably(last)).isEqualTo(JobStatus.FAILED);
        Jobs.status(alice, id).then().body("status", equalTo("failed")).body("error", equalTo("out of memory"));
    }

    @Test
    void jobThatWaitsForARetryCanBeCancelled() {
        String id = Jobs.submit(alice);
        failRetryably(claim());
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        clock.advance(Duration.ofMinutes(1));
        get(dispatcher.step());
        assertThat(claimAll(TEXTURED)).isEmpty();
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void releasedJobWaitsAgainAtItsPlaceAndDoesNotCountAsFailed() {
        String first = Jobs.submit(alice);
        clock.advance(Duration.ofMillis(2));
        Jobs.submit(alice);
        ClaimedJob released = claim();
        assertThat(get(dispatcher.release(List.of(held(released))))).isEqualTo(1);
        assertThat(get(dispatcher.release(List.of(held(released))))).isZero();
        assertThat(renew(released, 0.5)).isEqualTo(HeartbeatOrder.LOST);
        Jobs.status(alice, first).then().body("status", equalTo("queued")).body("started_at", nullValue());
        assertThat(redis.hashField("claim:" + first, "failures")).isNull();
        assertThat(claim().jobId()).isEqualTo(first);
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
        assertThat(claim().jobId()).isEqualTo(claimed.jobId());
    }

    @Test
    void workerThatDoesNotObeyACancellationLosesTheJob() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        for (int i = 0; i < 2; i++) {
            clock.advance(JobDispatcher.CANCEL_GRACE.dividedBy(2).plusMillis(10));
            assertThat(renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CANCEL);
        }
        get(dispatcher.step());
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.LOST);
    }

    @Test
    void messageOfTheWorkerIsShown() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = claim();
        get(dispatcher.heartbeat(
                List.of(new Heartbeat(held(claimed), OptionalDouble.of(0.25), Optional.of("baking \"textures\"")))));
        Jobs.status(alice, id)
                .then()
                .body("progress", equalTo(0.25f))
                .body("progress_message", equalTo("baking \"textures\""));
        complete(claimed);
        Jobs.status(alice, id).then().body("progress_message", nullValue());
    }

    private JobStatus failRetryably(ClaimedJob job) {
        return get(dispatcher.fail(held(job), "out of memory", true, Optional.of("the log")));
    }

    private ClaimedJob claim() {
        return claimAll(TEXTURED).get(0);
    }

    private List<ClaimedJob> claimAll(String feature) {
        return get(dispatcher.claim(request("a-worker", feature, 1)));
    }

    private static ClaimRequest request(String worker, String feature, int slots) {
        return new ClaimRequest(
                worker, Optional.empty(), Set.of(feature), Set.of(), Set.of(), Optional.of("the-model"), slots);
    }

    private static HeldJob held(ClaimedJob job) {
        return job.heldBy(Optional.empty());
    }

    private HeartbeatOrder renew(ClaimedJob job, double progress) {
        return get(dispatcher.heartbeat(
                        List.of(new Heartbeat(held(job), OptionalDouble.of(progress), Optional.empty()))))
                .get(0);
    }

    private JobStatus complete(ClaimedJob job) {
        return get(dispatcher.complete(held(job), result()));
    }

    private JobStatus fail(ClaimedJob job, String error) {
        return get(dispatcher.fail(held(job), error, false, Optional.empty()));
    }

    private static void assertLost(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                .isEqualTo(ProblemType.LEASE_LOST));
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
