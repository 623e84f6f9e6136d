package org.meshgate.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;
import static org.meshgate.testing.Jobs.STATS;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.Outputs;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.redis.Timestamps;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;

/** What a client sees, and what heals, when the GPU scheduler of 3DAIGC-API dies between two of its commands. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class LossWindowsTest extends StepByStepJobs {

    @Test
    void r1QueuesAJobThat3daigcApiLost() {
        // Given the first of the two commands of a submission
        String id = UUID.randomUUID().toString();
        scheduler.dieAfter(1, () -> scheduler.enqueueByOldApi(id, alice.userId(), clock.instant()));
        // Then the client sees a job that waits and has no place
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", nullValue());
        // And it gets its place, but not before it has been without one for a while
        lookTwiceWithin(SchedulerJobRecovery.REQUEUE_AFTER.minus(MOMENT));
        assertThat(place(id)).isNull();
        lookAfter(MOMENT);
        assertThat(place(id)).isEqualTo(score(id));
        Jobs.status(alice, id).then().body("queue_position", equalTo(1));
        as(alice).get(HISTORY).then().body("jobs.job_id", equalTo(List.of(id)));
        assertThat(scheduler.pop()).isEqualTo(id);
    }

    @Test
    void r2RequeuesAJobThatTheSchedulerForgot() {
        String id = Jobs.submit(alice);
        String place = place(id);
        scheduler.dieAfter(1, scheduler::pop);
        // Then the client sees that it waits, without a place, and is told to try again
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", nullValue());
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 409, "JOB_MOVING", containsString("Try again"));
        String record = redis.hashField("jobs", id);
        lookTwiceWithin(SchedulerJobRecovery.REQUEUE_AFTER);
        // And it is where it was, with the record that it had
        assertThat(place(id)).isEqualTo(place);
        assertThat(redis.hashField("jobs", id)).isEqualTo(record);
        scheduler.pop();
        scheduler.complete(id, Map.of("success", true));
        Jobs.status(alice, id).then().body("status", equalTo("completed"));
    }

    @Test
    void r2DoesNotRunTheJobOfASlowSchedulerTwice() {
        String id = Jobs.submit(alice);
        // When the job is put back while the scheduler is between two commands, which then goes on
        scheduler.after(1, () -> lookTwiceWithin(SchedulerJobRecovery.REQUEUE_AFTER), scheduler::pop);
        assertThat(place(id)).isNotNull();
        step();
        // Then it stands with the scheduler alone
        assertThat(place(id)).isNull();
        assertThat(redis.isMember("queue:processing", id)).isTrue();
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void leavesJobsOfTheSchedulerAlone(int commands) {
        // Given a scheduler that died after SADD, or after the whole pop
        String id = Jobs.submit(alice);
        if (commands == 3) {
            scheduler.dieAfter(commands, scheduler::pop);
        } else {
            scheduler.pop();
        }
        String record = redis.hashField("jobs", id);
        lookTwiceWithin(Duration.ofHours(5));
        assertThat(place(id)).isNull();
        assertThat(redis.hashField("jobs", id)).isEqualTo(record);
        // its own start puts it back
        scheduler.startUp();
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", equalTo(1));
    }

    @Test
    void r3FailsAnOrphanedJobWithAReason() {
        String id = running();
        scheduler.dieAfter(1, () -> scheduler.complete(id, Map.of("success", true)));
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
        // When nobody has it for a while
        lookTwiceWithin(SchedulerJobRecovery.FAIL_AFTER.minus(MOMENT));
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
        lookAfter(MOMENT);
        // Then
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("failed"))
                .body("error", containsString("Submit the job again."))
                .body(
                        "failed_at",
                        equalTo(JobTimes.write(Timestamps.parse(
                                        scheduler.record(id).get("failed_at").textValue())
                                .orElseThrow())));
        as(alice).get(HISTORY + "?status=failed").then().body("jobs.job_id", equalTo(List.of(id)));
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(0)).body("data.failed_jobs", equalTo(1));
    }

    @Test
    void r3AcceptsTheLateResultOfALiveScheduler() {
        String id = running();
        Path mesh = Outputs.write(id + ".glb", "mesh");
        redis.send(Command.HSET, "3daigc:webhooks:of:server", "wh_all", "job.completed job.failed");
        scheduler.after(
                1,
                () -> lookTwiceWithin(SchedulerJobRecovery.FAIL_AFTER),
                () -> scheduler.complete(id, Map.of("output_mesh_path", mesh.toString())));
        step();
        as(alice).get(HISTORY + "?status=completed").then().body("jobs.job_id", equalTo(List.of(id)));
        as(alice).get(Jobs.job(id) + "/download").then().statusCode(200).body(equalTo("mesh"));
        // And a webhook is told of both ends
        assertThat(redis.send(Command.HVALS, "3daigc:webhook:events:wh_all").toString())
                .contains("job.failed", "job.completed");
    }

    @Test
    void r3CompletedJobWithoutAResultHasNoFile() {
        String id = running();
        scheduler.dieAfter(3, () -> scheduler.complete(id, Map.of("output_mesh_path", "outputs/x.glb")));
        lookTwiceWithin(SchedulerJobRecovery.FAIL_AFTER);
        Jobs.status(alice, id).then().body("status", equalTo("completed")).body("result", nullValue());
        as(alice).get(Jobs.job(id) + "/info").then().statusCode(200).body("has_result", equalTo(false));
        assertProblem(as(alice).get(Jobs.job(id) + "/download"), 404, "FILE_NOT_FOUND", "This job has no result file.");
    }

    @Test
    void r5FinishesAnInterruptedRequeue() {
        String id = running();
        scheduler.dieAfter(3, () -> scheduler.requeue(id));
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", nullValue());
        lookTwiceWithin(SchedulerJobRecovery.REQUEUE_AFTER);
        assertThat(place(id)).isEqualTo(score(id));
    }

    @Test
    void r5TreatsAnInterruptedRequeueAsALostEnd() {
        String id = running();
        scheduler.dieAfter(1, () -> scheduler.requeue(id));
        lookTwiceWithin(SchedulerJobRecovery.FAIL_AFTER);
        Jobs.status(alice, id).then().body("status", equalTo("failed"));
        assertThat(place(id)).isNull();
    }

    @Test
    void cancelsLostJobWithACancellationRequest() {
        String id = running();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        scheduler.dieAfter(3, () -> scheduler.requeue(id));
        lookTwiceWithin(SchedulerJobRecovery.REQUEUE_AFTER);
        Jobs.status(alice, id).then().body("status", equalTo("cancelled")).body("error", nullValue());
        assertThat(place(id)).isNull();
    }

    @Test
    void r6RemovesQueueEntryWithoutARecord() {
        Jobs.submit(alice); // there are jobs
        redis.send(Command.SADD, "3daigc:queue:processing", "without-record");
        assertProblem(Jobs.status(alice, "without-record"), 404, "JOB_NOT_FOUND", "Job not found");
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(1));
        lookTwiceWithin(SchedulerJobRecovery.FAIL_AFTER.minus(MOMENT));
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(1));
        lookAfter(MOMENT);
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(0));
    }

    @Test
    void r7RemovesOrphanedResultAndKeepsItsFile() {
        // Given a job that the old API deleted while it ran, and a result that names the file of another job too
        String id = running();
        String other = running();
        Path mesh = Outputs.write(other + ".glb", "shared");
        scheduler.complete(other, Map.of("output_mesh_path", mesh.toString()));
        scheduler.deleteByOldApi(id);
        scheduler.complete(id, Map.of("output_mesh_path", mesh.toString()));
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
        // When
        lookTwiceWithin(SchedulerJobRecovery.FAIL_AFTER.minus(MOMENT));
        assertThat(redis.hashField("results", id)).isNotNull();
        lookAfter(MOMENT);
        // Then
        assertThat(redis.hashField("results", id)).isNull();
        assertThat(redis.hashField("results", other)).isNotNull();
        as(alice).get(Jobs.job(other) + "/download").then().statusCode(200).body(equalTo("shared"));
    }

    @Test
    void r7RemovesResultOfADeletedJobWithItsFile() {
        // Given a job that is deleted here, in the midst of the scheduler's last words
        String id = running();
        Path mesh = Outputs.write(id + ".glb", "late");
        scheduler.after(
                2,
                () -> as(alice).delete(Jobs.job(id)).then().statusCode(200),
                () -> scheduler.complete(id, Map.of("output_mesh_path", mesh.toString())));
        // Then nobody sees it
        assertThat(redis.hashField("jobs", id)).isNotNull();
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
        as(alice).get(HISTORY).then().body("pagination.total", equalTo(0));
        // And at the next step nothing of it is left
        step();
        assertThat(redis.hashField("jobs", id)).isNull();
        assertThat(redis.hashField("results", id)).isNull();
        assertThat(Files.exists(mesh)).isFalse();
    }
}
