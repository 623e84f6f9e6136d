package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.jobs.dispatch.DirectWorker.get;
import static org.meshgate.jobs.dispatch.DirectWorker.held;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.UserJobs;
import org.meshgate.jobs.reconcile.StepByStepJobs;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;

/** Each job is counted once, when it ends, with the time that workers had it. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class UsageCountingTest extends StepByStepJobs {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    @Inject
    JobDispatcher dispatcher;

    @Inject
    DirectWorker worker;

    @Inject
    UserJobs userJobs;

    @BeforeEach
    void stopTheClock() {
        clock.stop();
        step();
    }

    @Test
    void completedJobCountsForItsDayOwnerFeatureAndToken() {
        // Given
        String id = Jobs.submit(alice);
        ClaimedJob job = worker.claim();
        clock.advance(Duration.ofMillis(61_234));
        // When
        worker.complete(job);
        worker.complete(job); // repeated
        step();
        // Then
        assertThat(used("total")).isEqualTo("1 0 0 61234 0");
        assertThat(used("f:text_to_textured_mesh")).isEqualTo("1 0 0 61234 0");
        assertThat(server("total")).isEqualTo("1 0 0 61234 0");
        assertThat(redis.hashField("usage:spent:" + day(), "server")).isEqualTo("61234");
        assertThat(redis.hashField("usage:spent:" + day().substring(0, 6), "server"))
                .isEqualTo("61234");
        assertThat(redis.send(Command.ZSCORE, "3daigc:usage:users:" + day(), alice.userId())
                        .toLong())
                .isEqualTo(61_234);
        assertThat(counted(id)).isEqualTo("61234");
        assertThat(ledger("jobs")).isEqualTo("1");
        assertThat(ledger("gpu_ms")).isEqualTo("61234");
        assertThat(redis.timeToLiveMillis("usage:of:" + alice.userId() + ":" + day()))
                .isBetween(Duration.ofDays(399).toMillis(), Duration.ofDays(400).toMillis());
        assertThat(redis.timeToLiveMillis("usage:users:" + day().substring(0, 6)))
                .isGreaterThan(Duration.ofDays(400).toMillis());
    }

    @Test
    void usageOfAUserWhoIsDeletedWithTheJobsHasNoOwner() {
        // Given one job that has ended, and one that runs
        Jobs.submit(alice);
        ClaimedJob ended = worker.claim();
        clock.advance(Duration.ofSeconds(30));
        worker.complete(ended);
        step();
        Jobs.submit(alice);
        worker.claim();
        clock.advance(Duration.ofSeconds(12));
        // When
        get(userJobs.deleteAll(alice.userId()));
        // Then
        String nobody = "usage:of:-:" + day();
        assertThat(redis.hashField(nobody, "total")).isEqualTo("2 0 1 42000 0");
        assertThat(redis.hashField(nobody, "f:text_to_textured_mesh")).isEqualTo("2 0 1 42000 0");
        assertThat(redis.hashField(nobody, "t:other")).isEqualTo("2 0 1 42000 0");
        assertThat(server("total")).isEqualTo("2 0 1 42000 0");
        assertThat(server("t:other")).isEqualTo("2 0 1 42000 0");
        assertThat(redis.send(Command.HKEYS, "3daigc:usage:server:" + day()).toString())
                .doesNotContain("tok_");
        assertThat(redis.timeToLiveMillis(nobody)).isPositive();
        assertThat(redis.dump()).doesNotContain("usage:of:" + alice.userId());
        for (String period : List.of(day(), day().substring(0, 6))) {
            String users = "3daigc:usage:users:" + period;
            assertThat(redis.send(Command.ZSCORE, users, "-").toLong()).isEqualTo(42_000);
            assertThat(redis.send(Command.ZSCORE, users, alice.userId())).isNull();
        }
    }

    @Test
    void usageOfADeletedUserIsFoundAsLongAsItMayBeKept() {
        // Given the only user of a day of each time, the first one kept when jobs.usage_days was 3660
        for (int ago : new int[] {3660 + 30, 401, 70}) {
            String day = DAY.format(clock.instant().minus(Duration.ofDays(ago)));
            for (String period : List.of(day, day.substring(0, 6))) {
                redis.send(Command.ZADD, "3daigc:usage:users:" + period, "5000", alice.userId());
                redis.send(Command.HSET, "3daigc:usage:spent:" + period, "server", "5000", "t:tok_1", "5000");
                redis.send(Command.EXPIRE, "3daigc:usage:users:" + period, "1000");
            }
            for (String owner : List.of("of:" + alice.userId(), "server")) {
                redis.send(
                        Command.HSET,
                        "3daigc:usage:" + owner + ":" + day,
                        "total",
                        "1 0 0 5000 9",
                        "t:tok_1",
                        "1 0 0 5000 9");
            }
        }
        // When
        get(userJobs.deleteAll(alice.userId()));
        // Then
        for (int ago : new int[] {3660 + 30, 401, 70}) {
            String day = DAY.format(clock.instant().minus(Duration.ofDays(ago)));
            assertThat(redis.hashField("usage:of:-:" + day, "t:other")).isEqualTo("1 0 0 5000 9");
            assertThat(redis.hashField("usage:server:" + day, "t:other")).isEqualTo("1 0 0 5000 9");
            assertThat(redis.hashField("usage:server:" + day, "t:tok_1")).isNull();
            for (String period : List.of(day, day.substring(0, 6))) {
                assertThat(redis.send(Command.ZSCORE, "3daigc:usage:users:" + period, "-")
                                .toLong())
                        .isEqualTo(5_000);
                assertThat(redis.timeToLiveMillis("usage:users:" + period)).isPositive();
                assertThat(redis.hashField("usage:spent:" + period, "t:tok_1")).isNull();
                assertThat(redis.hashField("usage:spent:" + period, "server")).isEqualTo("5000");
            }
        }
        assertThat(redis.dump()).doesNotContain("usage:of:" + alice.userId());
    }

    @Test
    void allAttemptsCountTogetherAndTheJobOnce() {
        // Given a worker that vanishes, one that fails, one that releases and one that completes
        Jobs.submit(alice);
        worker.claim();
        clock.advance(Duration.ofSeconds(20));
        get(dispatcher.step());
        ClaimedJob failing = worker.claim();
        clock.advance(Duration.ofSeconds(7));
        worker.failRetryably(failing);
        assertThat(used("total")).isNull();
        clock.advance(Duration.ofSeconds(20));
        get(dispatcher.step());
        ClaimedJob released = worker.claim();
        clock.advance(Duration.ofMillis(500));
        get(dispatcher.release(List.of(held(released))));
        ClaimedJob last = worker.claim();
        clock.advance(Duration.ofSeconds(3));
        // When
        worker.complete(last);
        // Then
        assertThat(used("total")).isEqualTo("1 0 0 30500 0");
    }

    @Test
    void failedAndCancelledJobsCount() {
        // Given one that fails, one that is cancelled while it waits, and one while it runs
        Jobs.submit(alice);
        ClaimedJob failing = worker.claim();
        clock.advance(Duration.ofSeconds(2));
        worker.fail(failing, "no clay");
        String waiting = Jobs.submit(alice);
        as(alice).post(Jobs.job(waiting) + "/cancel").then().statusCode(200);
        String running = Jobs.submit(alice);
        ClaimedJob run = worker.claim();
        clock.advance(Duration.ofSeconds(4));
        as(alice).post(Jobs.job(running) + "/cancel").then().statusCode(200);
        // When
        worker.complete(run);
        // Then
        assertThat(used("total")).isEqualTo("3 1 2 6000 0");
        assertThat(server("total")).isEqualTo("3 1 2 6000 0");
    }

    @Test
    void deletedJobCountsWithTheTimeThatItHadRun() {
        // Given
        String id = Jobs.submit(alice);
        worker.claim();
        clock.advance(Duration.ofSeconds(9));
        // When
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        step();
        // Then it counts, and the ledger knows that the job is gone
        assertThat(used("total")).isEqualTo("1 0 1 9000 0");
        assertThat(counted(id)).isNull();
        assertThat(ledger("jobs")).isEqualTo("1");
        assertThat(ledger("removed_jobs")).isEqualTo("1");
        assertThat(ledger("removed_gpu_ms")).isEqualTo("9000");
    }

    @Test
    void jobOfTheSchedulerCountsOnceByItsRecord() {
        // Given
        String id = Jobs.submit(alice);
        scheduler.take(id);
        scheduler.start(id, "its-model");
        step();
        clock.advance(Duration.ofMillis(90_500));
        scheduler.complete(id, Map.of("success", true));
        String ended = day();
        clock.advance(Duration.ofDays(2)); // Meshgate was away
        // When
        step();
        step();
        redis.send(Command.ZREM, "3daigc:jobs:status:completed", id); // an index that has to be repaired
        step();
        // Then
        assertThat(redis.hashField("usage:of:" + alice.userId() + ":" + ended, "total"))
                .isEqualTo("1 0 0 90500 0");
        assertThat(ledger("jobs")).isEqualTo("1");
    }

    @Test
    void jobOfTheSchedulerThatIsDeletedBeforeItWasSeenToEndCounts() {
        // Given
        String id = Jobs.submit(alice);
        scheduler.take(id);
        scheduler.start(id, "its-model");
        step();
        clock.advance(Duration.ofSeconds(30));
        scheduler.fail(id, "no memory");
        // When
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        // Then
        assertThat(used("total")).isEqualTo("1 1 0 30000 0");
    }

    @Test
    void unreadableTimesOfTheSchedulerCountAsNoTime() {
        for (String[] times : new String[][] {
            {"soon", "2026-03-01T00:00:00Z"},
            {"2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"}, // backwards
            {"2020-01-01T00:00:00Z", "2026-03-01T00:00:00Z"}, // six years
        }) {
            // Given
            String id = Jobs.submit(alice);
            scheduler.take(id);
            step();
            // When
            scheduler.write(
                    id,
                    scheduler
                            .record(id)
                            .put("status", "failed")
                            .put("started_at", times[0])
                            .put("failed_at", times[1]));
            redis.send(Command.SREM, "3daigc:queue:processing", id);
            step();
            // Then
            assertThat(counted(id)).as(times[0]).isEqualTo("0");
        }
        assertThat(redis.hashField("usage:of:" + alice.userId() + ":20260301", "total"))
                .isEqualTo("3 3 0 0 0");
    }

    @Test
    void jobsThatEndedBeforeUsageWasCountedDoNotCount() {
        // Given a job of a time before
        redis.set("usage:since", Long.toString(clock.instant().toEpochMilli()));
        Instant before = clock.instant().minus(Duration.ofDays(1));
        scheduler.enqueueByOldApi("old", alice.userId(), before);
        redis.send(Command.ZREM, "3daigc:queue:pending", "old");
        scheduler.write(
                "old",
                scheduler
                        .record("old")
                        .put("status", "completed")
                        .put("started_at", before.toString())
                        .put("completed_at", before.plusSeconds(60).toString()));
        // When
        step();
        step();
        // Then
        assertThat(counted("old")).isEqualTo("-");
        assertThat(ledger("jobs")).isNull();
        assertThat(server("total")).isNull();
    }

    @Test
    void jobThatAnEarlierVersionEndedMeanwhileIsCounted() {
        // Given a job that ended and was not counted
        String id = Jobs.submit(alice);
        ClaimedJob job = worker.claim();
        clock.advance(Duration.ofSeconds(5));
        worker.complete(job);
        redis.send(Command.HDEL, "3daigc:jobs:usage", id);
        // When
        step();
        // Then
        assertThat(counted(id)).isEqualTo("5000");
    }

    /** What is shown once the server has summed up. */
    private String used(String group) {
        get(dispatcher.step());
        return redis.hashField("usage:of:" + alice.userId() + ":" + day(), group);
    }

    private String server(String group) {
        get(dispatcher.step());
        return redis.hashField("usage:server:" + day(), group);
    }

    private String counted(String id) {
        return redis.hashField("jobs:usage", id);
    }

    private String ledger(String name) {
        get(dispatcher.step());
        return redis.hashField("usage:ledger", name);
    }

    private String day() {
        return DAY.format(clock.instant());
    }
}
