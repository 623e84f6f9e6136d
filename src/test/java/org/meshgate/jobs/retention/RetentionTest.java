package org.meshgate.jobs.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Jobs.HISTORY;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.index.JobIndexes;
import org.meshgate.jobs.reconcile.StepByStepJobs;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.testing.Api;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;

/** What is removed when its time is over, and what is not. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class RetentionTest extends StepByStepJobs {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration LONG_AGO = Duration.ofDays(400);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Inject
    RetentionStore store;

    @Inject
    ResultFiles files;

    @Inject
    MeshgateConfig config;

    @Inject
    FinishedJobs jobs;

    private Retention retention;

    @BeforeEach
    void aDayAfterTheFirstStart() {
        walk();
        clock.advance(Retention.GRACE);
    }

    @Test
    void expiredJobIsDeletedWithItsFiles() {
        // Given
        WithFiles over = jobs.withFiles(alice.userId());
        WithFiles young = jobs.withFiles(alice.userId());
        set(over.id(), LONG_AGO, "completed_at", KEPT.plus(MINUTE));
        set(young.id(), LONG_AGO, "completed_at", KEPT.minus(MINUTE));
        index();
        // When
        walk();
        // Then
        Jobs.status(alice, over.id()).then().statusCode(404).body("error", equalTo("JOB_NOT_FOUND"));
        assertThat(redis.hashField("jobs", over.id())).isNull();
        assertThat(redis.hashField("results", over.id())).isNull();
        assertThat(redis.dump()).doesNotContain(over.id() + " ");
        assertThat(List.of(over.mesh(), over.picture())).noneMatch(Files::exists);
        // And the other one, two minutes younger, has two minutes
        Jobs.status(alice, young.id()).then().statusCode(200);
        assertThat(List.of(young.mesh(), young.picture())).allMatch(Files::exists);
        assertThat(history()).containsExactly(young.id());
        clock.advance(MINUTE.multipliedBy(2));
        walk();
        Jobs.status(alice, young.id()).then().statusCode(404);
        assertThat(history()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"completed, completed_at", "failed, failed_at", "cancelled, cancelled_at"})
    void howeverItEnded(String status, String field) {
        String id = jobs.completed(alice.userId(), Map.of());
        scheduler.write(id, scheduler.record(id).put("status", status).without(List.of("completed_at")));
        set(id, LONG_AGO, field, KEPT.plus(MINUTE));
        index();
        walk();
        assertThat(redis.hashField("jobs", id)).isNull();
    }

    @Test
    void removesNothingOnTheFirstDay() {
        // Given data that nobody has seen before
        redis.send(Command.DEL, "3daigc:retention:since");
        String id = ended(LONG_AGO);
        index();
        // When
        walk();
        clock.advance(Retention.GRACE.minus(MINUTE));
        walk();
        // Then
        Jobs.status(alice, id).then().statusCode(200);
        clock.advance(MINUTE);
        walk();
        Jobs.status(alice, id).then().statusCode(404);
    }

    @Test
    void keepsUnfinishedJobsOfAnyAge() {
        String waiting = jobs.queued(alice.userId());
        String running = jobs.processing(alice.userId());
        String atItsEnd = jobs.processing(alice.userId());
        Stream.of(waiting, running).forEach(id -> set(id, LONG_AGO, "started_at", LONG_AGO));
        scheduler.write(atItsEnd, scheduler.record(atItsEnd).put("status", "completed"));
        set(atItsEnd, LONG_AGO, "completed_at", LONG_AGO); // and still in queue:processing
        index();
        walk();
        assertThat(history()).containsExactlyInAnyOrder(waiting, running, atItsEnd);
    }

    @Test
    void longJobsDoNotBlockTheSweep() {
        // Given more jobs than a step looks at, made long ago and ended just now, before others that are over
        List<String> late = IntStream.range(0, 130)
                .mapToObj(i -> copy(LONG_AGO.plusDays(1), Duration.ofDays(1)))
                .toList();
        List<String> over =
                IntStream.range(0, 130).mapToObj(i -> copy(LONG_AGO, LONG_AGO)).toList();
        index();
        // When
        walk();
        // Then
        assertThat(redis.hashLength("jobs")).isEqualTo(late.size());
        assertThat(late)
                .allSatisfy(id -> assertThat(redis.hashField("jobs", id)).isNotNull());
        assertThat(over)
                .allSatisfy(id -> assertThat(redis.hashField("jobs", id)).isNull());
    }

    @Test
    void largeRecordsAreReadFewAtATime() {
        // Given records of which two are enough for a step
        IntStream.range(0, 5).forEach(i -> {
            String id = copy(LONG_AGO, LONG_AGO);
            scheduler.write(id, scheduler.record(id).put("inputs", "x".repeat(1_100_000)));
        });
        index();
        // Then
        assertThat(store.ended(JobIndexes.ofStatus(JobStatus.COMPLETED), clock.instant(), 0, 100)
                        .await()
                        .indefinitely()
                        .seen())
                .isEqualTo(2);
        walk();
        assertThat(redis.hashLength("jobs")).isZero();
    }

    @Test
    void severalReplicasRemoveEachJobOnce() {
        // Given
        IntStream.range(0, 60).forEach(i -> copy(LONG_AGO, LONG_AGO));
        index();
        String index = JobIndexes.ofStatus(JobStatus.COMPLETED);
        List<JobRecord> read = store.ended(index, clock.instant(), 0, 100)
                .await()
                .indefinitely()
                .jobs();
        assertThat(read).hasSize(60);
        // When
        List<Uni<List<JobRecord>>> all = IntStream.range(0, 4)
                .mapToObj(i -> store.delete(read, clock.instant()))
                .toList();
        List<JobRecord> removed = new ArrayList<>();
        Uni.join().all(all).andFailFast().await().indefinitely().forEach(removed::addAll);
        // Then
        assertThat(removed).extracting(JobRecord::id).doesNotHaveDuplicates().hasSize(60);
    }

    @Test
    void keepsConcurrentlyChangedJobs() {
        String id = ended(LONG_AGO);
        String endedAgain = ended(LONG_AGO);
        index();
        List<JobRecord> read = store.ended(JobIndexes.ofStatus(JobStatus.COMPLETED), clock.instant(), 0, 100)
                .await()
                .indefinitely()
                .jobs();
        scheduler.requeue(id);
        set(endedAgain, LONG_AGO, "completed_at", Duration.ZERO);
        assertThat(store.delete(read, clock.instant()).await().indefinitely()).isEmpty();
        assertThat(scheduler.pop()).isEqualTo(id);
        Jobs.status(alice, endedAgain).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2020-02-30T00:00:00Z", ""})
    void keepsJobsWithUnreadableTimes(String time) {
        String id = jobs.completed(alice.userId(), Map.of());
        scheduler.write(id, scheduler.record(id).put("completed_at", time).put("created_at", time));
        index();
        walk();
        assertThat(redis.hashField("jobs", id)).isNotNull();
    }

    @Test
    void removedJobIs404ForItsOwner() {
        // Given a job of alice's that was removed
        String id = ended(LONG_AGO);
        index();
        walk();
        // Then for her and others it is one that never was
        for (Api.Account caller : List.of(alice, Api.register())) {
            as(caller).delete(Jobs.job(id)).then().statusCode(404).body("error", equalTo("JOB_NOT_FOUND"));
        }
    }

    @Test
    void pausesBetweenScans() {
        // Given one that has been through
        walk();
        String id = ended(LONG_AGO);
        index();
        // When less than ten minutes have passed
        clock.advance(Duration.ofMinutes(9));
        retain();
        // Then
        Jobs.status(alice, id).then().statusCode(200);
        clock.advance(Duration.ofMinutes(1));
        retain();
        Jobs.status(alice, id).then().statusCode(404);
    }

    /** Once through everything, by one that has just started. */
    private void walk() {
        retention = new Retention(store, files, clock, config);
        for (int i = 0; i < 16; i++) {
            retain();
        }
    }

    private void retain() {
        retention.step().await().atMost(Duration.ofSeconds(10));
    }

    private void index() {
        for (int i = 0; i < 4; i++) {
            step();
        }
    }

    private String ended(Duration ago) {
        String id = jobs.completed(alice.userId(), Map.of());
        set(id, ago, "completed_at", ago);
        return id;
    }

    private String copy(Duration created, Duration ended) {
        String id = UUID.randomUUID().toString();
        ObjectNode record = new ObjectMapper()
                .createObjectNode()
                .put("job_id", id)
                .put("status", "completed")
                .put("user_id", alice.userId())
                .put("feature", "text_to_raw_mesh")
                .put("inputs", "{}")
                .put("metadata", "{}")
                .put("created_at", JobTimes.write(clock.instant().minus(created)))
                .put("completed_at", JobTimes.write(clock.instant().minus(ended)));
        scheduler.write(id, record);
        return id;
    }

    private void set(String id, Duration created, String endField, Duration end) {
        Instant now = clock.instant();
        scheduler.write(
                id,
                scheduler
                        .record(id)
                        .put("created_at", JobTimes.write(now.minus(created)))
                        .put(endField, JobTimes.write(now.minus(end))));
    }

    private List<String> history() {
        return as(alice).get(HISTORY).path("jobs.job_id");
    }
}
