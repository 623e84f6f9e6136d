package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.jobs.dispatch.DirectWorker.TEXTURED;
import static org.meshgate.jobs.dispatch.DirectWorker.assertLost;
import static org.meshgate.jobs.dispatch.DirectWorker.get;
import static org.meshgate.jobs.dispatch.DirectWorker.held;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GivenDispatchTime;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** Jobs that wait again: after a lease that expired, a failure or a release. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobRetryTest {

    @Inject
    JobDispatcher dispatcher;

    @Inject
    DirectWorker worker;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    @Inject
    GivenDispatchTime time;

    private Account alice;

    @BeforeEach
    void emptyTheQueue() {
        redis.clearQueue();
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
        time.setMaxPause(GivenDispatchTime.UNLIMITED);
    }

    @Test
    void expiredLeaseRequeuesUntilRetriesAreUsedUp() {
        String id = Jobs.submit(alice);
        for (int retry = 1; retry <= 2; retry++) {
            ClaimedJob lost = worker.claim();
            clock.advance(JobDispatcher.LEASE.plusSeconds(1));
            get(dispatcher.step());
            Jobs.status(alice, id)
                    .then()
                    .body("status", equalTo("queued"))
                    .body("retry_count", equalTo(retry))
                    .body("queue_position", equalTo(1));
            // what the lost worker says comes too late
            assertThat(worker.renew(lost, 0.9)).isEqualTo(HeartbeatOrder.LOST);
            assertLost(() -> worker.complete(lost));
        }
        worker.claim();
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("failed"))
                .body("error", containsString("stopped answering"));
    }

    @Test
    void outageOfAllServersCostsNoLease() {
        // Given a job under way when all servers stop
        String id = Jobs.submit(alice);
        ClaimedJob job = worker.claim();
        get(dispatcher.step());
        time.setMaxPause(Duration.ofSeconds(5));
        // When they come back after the lease has expired
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        // Then the worker has the time to renew it
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
        assertThat(worker.renew(job, 0.5)).isEqualTo(HeartbeatOrder.CONTINUE);
        // and a worker that does not is lost
        time.setMaxPause(GivenDispatchTime.UNLIMITED);
        clock.advance(JobDispatcher.LEASE.plusSeconds(1));
        get(dispatcher.step());
        Jobs.status(alice, id).then().body("status", equalTo("queued"));
    }

    @Test
    void retryableFailureWaitsLongerEachTimeUntilTheAttemptsAreUsedUp() {
        String id = Jobs.submit(alice);
        for (int failures = 1; failures <= 2; failures++) {
            assertThat(worker.failRetryably(worker.claim())).isEqualTo(JobStatus.QUEUED);
            Jobs.status(alice, id)
                    .then()
                    .body("status", equalTo("queued"))
                    .body("retry_count", equalTo(failures))
                    .body("retry_reason", equalTo("out of memory"));
            get(dispatcher.step());
            assertThat(worker.claimAll(TEXTURED)).isEmpty();
            clock.advance(Duration.ofSeconds(failures * 6L)); // 5 s and 10 s, a fifth more at most
            get(dispatcher.step());
        }
        ClaimedJob last = worker.claim();
        assertThat(last.attempt()).isEqualTo(3);
        assertThat(worker.failRetryably(last)).isEqualTo(JobStatus.FAILED);
        Jobs.status(alice, id).then().body("status", equalTo("failed")).body("error", equalTo("out of memory"));
    }

    @Test
    void releasedJobWaitsAgainAtItsPlaceAndDoesNotCountAsFailed() {
        String first = Jobs.submit(alice);
        clock.advance(Duration.ofMillis(2));
        Jobs.submit(alice);
        ClaimedJob released = worker.claim();
        assertThat(get(dispatcher.release(List.of(held(released))))).isEqualTo(1);
        assertThat(get(dispatcher.release(List.of(held(released))))).isZero();
        assertThat(worker.renew(released, 0.5)).isEqualTo(HeartbeatOrder.LOST);
        Jobs.status(alice, first).then().body("status", equalTo("queued")).body("started_at", nullValue());
        assertThat(redis.hashField("claim:" + first, "failures")).isNull();
        assertThat(worker.claim().jobId()).isEqualTo(first);
    }
}
