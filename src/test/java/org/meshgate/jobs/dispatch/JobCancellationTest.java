package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.jobs.dispatch.DirectWorker.TEXTURED;
import static org.meshgate.jobs.dispatch.DirectWorker.get;
import static org.meshgate.jobs.dispatch.DirectWorker.held;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Cancellation of jobs in each place. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobCancellationTest {

    @Inject
    JobDispatcher dispatcher;

    @Inject
    DirectWorker worker;

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
    void cancellationRequestReachesTheWorker() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = worker.claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancel_requested"));
        Jobs.status(alice, id).then().body("cancel_requested", equalTo(true)).body("status", equalTo("processing"));
        assertThat(worker.renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CANCEL);
        assertThat(get(dispatcher.release(List.of(held(claimed))))).isEqualTo(1);
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(redis.send(Command.ZSCORE, "3daigc:jobs:cancelling", id)).isNull();
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 409, "JOB_FINISHED", containsString("cancelled"));
    }

    @Test
    void lateCancellationRequestIsKept() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = worker.claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        assertThat(worker.complete(claimed)).isEqualTo(JobStatus.CANCELLED);
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(redis.hashField("results", id)).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:leases", id)).isNull();
    }

    @Test
    void cancellationRequestOutlivesTheWorker() {
        String id = Jobs.submit(alice);
        worker.claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void cancelsQueuedJobAtOnce() {
        String id = Jobs.submit(alice);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        assertThat(worker.claimAll(TEXTURED)).isEmpty();
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
    void jobThatWaitsForARetryCanBeCancelled() {
        String id = Jobs.submit(alice);
        worker.failRetryably(worker.claim());
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        clock.advance(Duration.ofMinutes(1));
        get(dispatcher.step());
        assertThat(worker.claimAll(TEXTURED)).isEmpty();
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void workerThatDoesNotObeyACancellationLosesTheJob() {
        String id = Jobs.submit(alice);
        ClaimedJob claimed = worker.claim();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        for (int i = 0; i < 2; i++) {
            clock.advance(JobDispatcher.CANCEL_GRACE.dividedBy(2).plusMillis(10));
            assertThat(worker.renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.CANCEL);
        }
        get(dispatcher.step());
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(worker.renew(claimed, 0.5)).isEqualTo(HeartbeatOrder.LOST);
    }
}
