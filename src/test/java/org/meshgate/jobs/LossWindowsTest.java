package org.meshgate.jobs;

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
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.config.RunMode;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/**
 * What a client sees, and what heals, when the GPU scheduler of 3DAIGC-API dies between two of its commands. Nothing runs by
 * itself here: a step of the reconciler is a step of the test.
 */
@QuarkusTest
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@TestProfile(LossWindowsTest.StepByStep.class)
class LossWindowsTest {

    private static final String MODEL = "trellis_text_to_textured_mesh";
    private static final Duration MOMENT = Duration.ofSeconds(1);

    @Inject
    GpuScheduler scheduler;

    @Inject
    Reconciler reconciler;

    @Inject
    LostJobStore lostJobs;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account alice;

    /** With a folder of results, and without background work. */
    public static class StepByStep extends Outputs {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put(RunMode.ONE_SHOT_PROPERTY, "true");
            return all;
        }
    }

    @BeforeEach
    void empty() {
        redis.send(Command.FLUSHALL);
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void r1AJobThatTheOldApiDidNotGetIntoTheQueueIsPutThere() {
        // Given the first of the two commands of a submission
        String id = UUID.randomUUID().toString();
        scheduler.dieAfter(1, () -> scheduler.enqueueByOldApi(id, alice.userId(), clock.instant()));
        // Then the client sees a job that waits and has no place
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", nullValue());
        // And it gets its place, but not before it has been without one for a while
        lookTwiceWithin(LostJobs.PUT_BACK_AFTER.minus(MOMENT));
        assertThat(place(id)).isNull();
        lookAfter(MOMENT);
        assertThat(place(id)).isEqualTo(score(id));
        Jobs.status(alice, id).then().body("queue_position", equalTo(1));
        as(alice).get(HISTORY).then().body("jobs.job_id", equalTo(List.of(id)));
        assertThat(scheduler.pop()).isEqualTo(id);
    }

    @Test
    void r2AJobThatTheSchedulerTookAndForgotGoesBackToItsPlace() {
        String id = Jobs.submit(alice);
        String place = place(id);
        scheduler.dieAfter(1, scheduler::pop);
        // Then the client sees that it waits, without a place, and is told to try again
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", nullValue());
        assertProblem(as(alice).post(Jobs.job(id) + "/cancel"), 409, "JOB_MOVING", containsString("Try again"));
        String record = redis.hashField("jobs", id);
        lookTwiceWithin(LostJobs.PUT_BACK_AFTER);
        // And it is where it was, with the record that it had
        assertThat(place(id)).isEqualTo(place);
        assertThat(redis.hashField("jobs", id)).isEqualTo(record);
        scheduler.pop();
        scheduler.complete(id, Map.of("success", true));
        Jobs.status(alice, id).then().body("status", equalTo("completed"));
    }

    @Test
    void r2ASchedulerThatWasOnlySlowDoesNotRunTheJobTwice() {
        String id = Jobs.submit(alice);
        // When the job is put back while the scheduler is between two commands, which then goes on
        scheduler.after(1, () -> lookTwiceWithin(LostJobs.PUT_BACK_AFTER), scheduler::pop);
        assertThat(place(id)).isNotNull();
        step();
        // Then it stands with the scheduler alone
        assertThat(place(id)).isNull();
        assertThat(redis.isMember("queue:processing", id)).isTrue();
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void aJobThatStandsWithTheSchedulerIsNeverTouched(int commands) {
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
    void r3AJobThatNobodyHasAnyMoreFailsAndSaysWhy() {
        String id = running();
        scheduler.dieAfter(1, () -> scheduler.complete(id, Map.of("success", true)));
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
        // When nobody has it for a while
        lookTwiceWithin(LostJobs.GIVE_UP_AFTER.minus(MOMENT));
        Jobs.status(alice, id).then().body("status", equalTo("processing"));
        lookAfter(MOMENT);
        // Then
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("failed"))
                .body("error", containsString("Submit the job again."))
                .body(
                        "failed_at",
                        equalTo(JobTimes.write(JobTimes.parse(
                                        scheduler.record(id).get("failed_at").textValue())
                                .orElseThrow())));
        as(alice).get(HISTORY + "?status=failed").then().body("jobs.job_id", equalTo(List.of(id)));
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(0)).body("data.failed_jobs", equalTo(1));
    }

    @Test
    void r3TheWordOfASchedulerThatLivesCountsAfterAll() {
        String id = running();
        Path mesh = Outputs.write(id + ".glb", "mesh");
        scheduler.after(
                1,
                () -> lookTwiceWithin(LostJobs.GIVE_UP_AFTER),
                () -> scheduler.complete(id, Map.of("output_mesh_path", mesh.toString())));
        step();
        as(alice).get(HISTORY + "?status=completed").then().body("jobs.job_id", equalTo(List.of(id)));
        as(alice).get(Jobs.job(id) + "/download").then().statusCode(200).body(equalTo("mesh"));
    }

    @Test
    void r3ACompletedJobWhoseResultWasNeverWrittenHasNoFile() {
        String id = running();
        scheduler.dieAfter(3, () -> scheduler.complete(id, Map.of("output_mesh_path", "outputs/x.glb")));
        lookTwiceWithin(LostJobs.GIVE_UP_AFTER);
        Jobs.status(alice, id).then().body("status", equalTo("completed")).body("result", nullValue());
        as(alice).get(Jobs.job(id) + "/info").then().statusCode(200).body("has_result", equalTo(false));
        assertProblem(
                as(alice).get(Jobs.job(id) + "/download"),
                404,
                "FILE_NOT_FOUND",
                "The file is no longer on the server.");
    }

    @Test
    void r5ARequeueThatStoppedHalfwayIsFinished() {
        String id = running();
        scheduler.dieAfter(3, () -> scheduler.requeue(id));
        Jobs.status(alice, id).then().body("status", equalTo("queued")).body("queue_position", nullValue());
        lookTwiceWithin(LostJobs.PUT_BACK_AFTER);
        assertThat(place(id)).isEqualTo(score(id));
    }

    @Test
    void r5ARequeueThatStoppedAtItsBeginningLooksLikeALostEnd() {
        String id = running();
        scheduler.dieAfter(1, () -> scheduler.requeue(id));
        lookTwiceWithin(LostJobs.GIVE_UP_AFTER);
        Jobs.status(alice, id).then().body("status", equalTo("failed"));
        assertThat(place(id)).isNull();
    }

    @Test
    void aLostJobThatSomebodyWantedToEndIsCancelled() {
        String id = running();
        as(alice).post(Jobs.job(id) + "/cancel").then().body("status", equalTo("cancel_requested"));
        scheduler.dieAfter(3, () -> scheduler.requeue(id));
        lookTwiceWithin(LostJobs.PUT_BACK_AFTER);
        Jobs.status(alice, id).then().body("status", equalTo("cancelled")).body("error", nullValue());
        assertThat(place(id)).isNull();
    }

    @Test
    void r6AnIdWithoutARecordNoLongerCountsAsWork() {
        Jobs.submit(alice); // there are jobs
        redis.send(Command.SADD, "3daigc:queue:processing", "without-record");
        assertProblem(Jobs.status(alice, "without-record"), 404, "JOB_NOT_FOUND", "Job not found");
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(1));
        lookTwiceWithin(LostJobs.GIVE_UP_AFTER.minus(MOMENT));
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(1));
        lookAfter(MOMENT);
        as(alice).get(STATS).then().body("data.processing_jobs", equalTo(0));
    }

    @Test
    void r7AResultWithoutAJobIsRemovedAndItsFileIsNot() {
        // Given a job that the old API deleted while it ran, and a result that names the file of another job too
        String id = running();
        String other = running();
        Path mesh = Outputs.write(other + ".glb", "shared");
        scheduler.complete(other, Map.of("output_mesh_path", mesh.toString()));
        scheduler.deleteByOldApi(id);
        scheduler.complete(id, Map.of("output_mesh_path", mesh.toString()));
        assertProblem(Jobs.status(alice, id), 404, "JOB_NOT_FOUND", "Job not found");
        // When
        lookTwiceWithin(LostJobs.GIVE_UP_AFTER.minus(MOMENT));
        assertThat(redis.hashField("results", id)).isNotNull();
        lookAfter(MOMENT);
        // Then
        assertThat(redis.hashField("results", id)).isNull();
        assertThat(redis.hashField("results", other)).isNotNull();
        as(alice).get(Jobs.job(other) + "/download").then().statusCode(200).body(equalTo("shared"));
    }

    @Test
    void r7WhatAWorkerMakesOfADeletedJobGoesAwayWithItsFile() {
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

    @Test
    void aDeletedJobIsNeverPutBack() {
        String id = Jobs.submit(alice);
        scheduler.dieAfter(1, scheduler::pop);
        step();
        // When it is deleted after the first look, and its record and its entry come back
        String record = redis.hashField("jobs", id);
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        redis.send(Command.HSET, "3daigc:jobs", id, record);
        redis.send(Command.ZADD, "3daigc:jobs:status:queued", "1", id);
        lookAfter(LostJobs.PUT_BACK_AFTER);
        assertThat(place(id)).isNull();
        assertThat(redis.hashField("jobs", id)).isNull();
    }

    @Test
    void whatHappensBetweenTheLookAndTheHealingCounts() {
        // Given jobs that were found lost, and then taken, queued, leased, changed or deleted
        List<String> places = List.of("queue:processing", "queue:pending", "queue:leases", "jobs:deleted");
        for (String there : places) {
            StoredJob lost = lost();
            if (there.equals("queue:processing")) {
                redis.send(Command.SADD, "3daigc:" + there, lost.id());
            } else {
                redis.send(Command.ZADD, "3daigc:" + there, "7", lost.id());
            }
            // Then neither is done
            assertThat(get(lostJobs.putBack(lost, "1"))).as(there).isFalse();
            assertThat(get(lostJobs.end(lost, lost.fields().deepCopy().put("status", "failed"))))
                    .as(there)
                    .isFalse();
            assertThat(redis.hashField("jobs", lost.id())).isEqualTo(lost.text());
            assertThat(place(lost.id())).isEqualTo(there.equals("queue:pending") ? "7.0" : null);
        }
        StoredJob changed = lost();
        scheduler.write(changed.id(), scheduler.record(changed.id()).put("status", "completed"));
        assertThat(get(lostJobs.putBack(changed, "1"))).isFalse();
        StoredJob untouched = lost();
        assertThat(get(lostJobs.putBack(untouched, "1"))).isTrue();
        assertThat(place(untouched.id())).isEqualTo("1.0");
    }

    private StoredJob lost() {
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
    void aJobThatChangedMeanwhileIsLookedAtAnew() {
        String id = Jobs.submit(alice);
        scheduler.dieAfter(1, scheduler::pop);
        lookTwiceWithin(LostJobs.PUT_BACK_AFTER.minus(MOMENT));
        scheduler.write(id, scheduler.record(id).put("note", "another life"));
        lookAfter(MOMENT);
        assertThat(place(id)).isNull();
        lookAfter(LostJobs.PUT_BACK_AFTER);
        assertThat(place(id)).isNotNull();
    }

    @Test
    void aRecordOverWhichTheSchedulerWouldStumbleStaysWhereItIs() {
        String id = Jobs.submit(alice);
        scheduler.dieAfter(1, scheduler::pop);
        scheduler.write(id, scheduler.record(id).put("created_at", "soon"));
        lookTwiceWithin(LostJobs.PUT_BACK_AFTER);
        assertThat(place(id)).isNull();
        Jobs.status(alice, id).then().body("status", equalTo("queued"));
    }

    @Test
    void whereAllJobsAreGoneNothingElseIsRemoved() {
        String id = running();
        scheduler.complete(id, Map.of("success", true));
        // Given a Redis that evicted the one key
        redis.send(Command.DEL, "3daigc:jobs");
        lookTwiceWithin(LostJobs.GIVE_UP_AFTER);
        assertThat(redis.hashField("results", id)).isNotNull();
    }

    @Test
    void r14AJobThatGoesToAndFroIsLeftAloneAndKeepsItsPlaceInTheHistory() {
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
    void r15AFailureAfterTheCompletionIsSeenWithoutBeingAskedFor() {
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
    void whatTheSchedulerCleansUpLeavesHistoryAndNumbers() {
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
    void aShutdownOfTheSchedulerFailsWhatRuns() {
        String id = running();
        scheduler.shutDown();
        step();
        as(alice).get(HISTORY + "?status=failed").then().body("jobs.job_id", equalTo(List.of(id)));
    }

    private String running() {
        String id = Jobs.submit(alice);
        scheduler.take(id);
        scheduler.start(id, MODEL);
        return id;
    }

    private void lookTwiceWithin(Duration time) {
        step();
        lookAfter(time);
    }

    private void lookAfter(Duration time) {
        clock.advance(time);
        step();
    }

    private void step() {
        reconciler.step().await().atMost(Duration.ofSeconds(10));
    }

    private String place(String id) {
        Response score = redis.send(Command.ZSCORE, "3daigc:queue:pending", id);
        return score == null ? null : score.toString();
    }

    /** As the record has it. */
    private String score(String id) {
        long millis = JobTimes.parse(scheduler.record(id).get("created_at").textValue())
                .orElseThrow()
                .toEpochMilli();
        redis.send(Command.ZADD, "3daigc:expected", SubmissionStore.score(1, millis), id);
        return redis.send(Command.ZSCORE, "3daigc:expected", id).toString();
    }
}
