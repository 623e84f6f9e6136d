package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;
import static org.meshgate.testing.Jobs.STATS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;

/** What is never healed, because it is not lost, and how the scheduler's other ways are followed. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class NotLostTest extends StepByStepJobs {

    @Inject
    SchedulerJobRecoveryStore lostJobs;

    @Test
    void neverRequeuesDeletedJob() {
        String id = Jobs.submit(alice);
        scheduler.dieAfter(1, scheduler::pop);
        step();
        // When it is deleted after the first look, and its record and its entry come back
        String record = redis.hashField("jobs", id);
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        redis.send(Command.HSET, "3daigc:jobs", id, record);
        redis.send(Command.ZADD, "3daigc:jobs:status:queued", "1", id);
        lookAfter(SchedulerJobRecovery.REQUEUE_AFTER);
        assertThat(place(id)).isNull();
        assertThat(redis.hashField("jobs", id)).isNull();
    }

    @Test
    void repairRespectsConcurrentChanges() {
        // Given jobs that were found lost, and then taken, queued, leased, changed or deleted
        List<String> places = List.of("queue:processing", "queue:pending", "queue:leases", "jobs:deleted");
        for (String there : places) {
            JobRecord lost = lost();
            if (there.equals("queue:processing")) {
                redis.send(Command.SADD, "3daigc:" + there, lost.id());
            } else {
                redis.send(Command.ZADD, "3daigc:" + there, "7", lost.id());
            }
            // Then neither is done
            assertThat(get(lostJobs.requeue(lost, "1"))).as(there).isFalse();
            assertThat(get(lostJobs.end(
                            lost, lost.fields().<ObjectNode>deepCopy().put("status", "failed"))))
                    .as(there)
                    .isFalse();
            assertThat(redis.hashField("jobs", lost.id())).isEqualTo(lost.text());
            assertThat(place(lost.id())).isEqualTo(there.equals("queue:pending") ? "7.0" : null);
        }
        JobRecord changed = lost();
        scheduler.write(changed.id(), scheduler.record(changed.id()).put("status", "completed"));
        assertThat(get(lostJobs.requeue(changed, "1"))).isFalse();
        JobRecord untouched = lost();
        assertThat(get(lostJobs.requeue(untouched, "1"))).isTrue();
        assertThat(place(untouched.id())).isEqualTo("1.0");
    }

    private JobRecord lost() {
        String id = Jobs.submit(alice);
        redis.send(Command.ZREM, "3daigc:queue:pending", id);
        return get(lostJobs.lost(JobStatus.QUEUED, 0, 100)).jobs().stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void retriesWhenTheJobChangedConcurrently() {
        String id = Jobs.submit(alice);
        scheduler.dieAfter(1, scheduler::pop);
        lookTwiceWithin(SchedulerJobRecovery.REQUEUE_AFTER.minus(MOMENT));
        scheduler.write(id, scheduler.record(id).put("note", "another life"));
        lookAfter(MOMENT);
        assertThat(place(id)).isNull();
        lookAfter(SchedulerJobRecovery.REQUEUE_AFTER);
        assertThat(place(id)).isNotNull();
    }

    @Test
    void leavesRecordsThatTheSchedulerCannotRead() {
        String id = Jobs.submit(alice);
        scheduler.dieAfter(1, scheduler::pop);
        scheduler.write(id, scheduler.record(id).put("created_at", "soon"));
        lookTwiceWithin(SchedulerJobRecovery.REQUEUE_AFTER);
        assertThat(place(id)).isNull();
        Jobs.status(alice, id).then().body("status", equalTo("queued"));
    }

    @Test
    void keepsResultsWhenTheJobsKeyIsMissing() {
        String id = running();
        scheduler.complete(id, Map.of("success", true));
        // Given a Redis that evicted the one key
        redis.send(Command.DEL, "3daigc:jobs");
        lookTwiceWithin(SchedulerJobRecovery.FAIL_AFTER);
        assertThat(redis.hashField("results", id)).isNotNull();
    }

    @Test
    void r14LeavesAMovingJobAlone() {
        String older = Jobs.submit(alice);
        clock.advance(MOMENT);
        String newer = Jobs.submit(alice);
        // When the scheduler takes it and puts it back, for longer than anything is left alone
        for (int i = 0; i < 40; i++) {
            scheduler.take(older);
            step();
            Jobs.status(alice, older).then().body("status", equalTo("processing"));
            scheduler.requeue(older);
            step();
            Jobs.status(alice, older).then().body("status", equalTo("queued"));
            clock.advance(Duration.ofSeconds(20));
        }
        as(alice).get(HISTORY + "?status=queued").then().body("jobs.job_id", equalTo(List.of(newer, older)));
    }

    @Test
    void r15DetectsFailureAfterCompletion() {
        String id = running();
        scheduler.complete(id, Map.of("success", true));
        step();
        as(alice).get(STATS).then().body("data.completed_jobs", equalTo(1));
        // When the scheduler finds that it cannot write the result
        scheduler.fail(id, "Object of type ndarray is not JSON serializable");
        step();
        // Then
        as(alice).get(STATS).then().body("data.completed_jobs", equalTo(0)).body("data.failed_jobs", equalTo(1));
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("failed"))
                .body("error", containsString("not JSON serializable"))
                .body("result", nullValue());
    }

    @Test
    void schedulerCleanupUpdatesHistoryAndCounts() {
        String done = running();
        scheduler.complete(done, Map.of("success", true));
        String failed = running();
        scheduler.fail(failed, "x");
        step();
        as(alice).get(HISTORY).then().body("pagination.total", equalTo(2));
        clock.advance(Duration.ofHours(25));
        String fresh = running();
        scheduler.complete(fresh, Map.of("success", true));
        // When
        scheduler.cleanUpAll();
        step();
        // Then
        as(alice)
                .get(HISTORY)
                .then()
                .body("jobs.job_id", equalTo(List.of(fresh)))
                .body("pagination.total", equalTo(1));
        as(alice).get(STATS).then().body("data.total_jobs", equalTo(1)).body("data.failed_jobs", equalTo(0));
        assertProblem(Jobs.status(alice, done), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void schedulerShutdownFailsRunningJobs() {
        String id = running();
        scheduler.shutDown();
        step();
        as(alice).get(HISTORY + "?status=failed").then().body("jobs.job_id", equalTo(List.of(id)));
    }
}
