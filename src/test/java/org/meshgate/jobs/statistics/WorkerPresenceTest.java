package org.meshgate.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** A job that no worker takes says so, and one that is taken does not. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class WorkerPresenceTest {

    private static final String NOTE =
            "No worker is known to take jobs at the moment. The job waits in the queue until one does.";

    @Inject
    QueueStatistics statistics;

    @Inject
    MeshgateConfig config;

    @Inject
    TestClock clock;

    @Inject
    GpuScheduler scheduler;

    @Inject
    RedisView redis;

    @Inject
    WorkerPresence served;

    private WorkerPresence presence;
    private Account alice;

    @BeforeEach
    void emptyQueue() {
        redis.send(Command.DEL, "3daigc:queue:pending", "3daigc:queue:processing", "3daigc:queue:leases");
        alice = Api.register();
        presence = new WorkerPresence(statistics, clock, config);
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void reportsNothingBeforeTheFirstSample() {
        assertThat(presence.note()).isEmpty();
    }

    @Test
    void warnsAtOnceWithoutAnyWorker() {
        assertThat(presence.noteNow().await().atMost(Duration.ofSeconds(10))).contains(NOTE);
        assertThat(presence.note()).contains(NOTE);
    }

    @Test
    void workerWithAJobIsPresent() {
        // Given
        sample();
        scheduler.take(Jobs.submit(alice));
        // When
        var note = presence.noteNow().await().atMost(Duration.ofSeconds(10));
        // Then
        assertThat(note).isEmpty();
        assertThat(presence.note()).isEmpty();
    }

    @Test
    void workerWithALeaseIsPresent() {
        redis.send(
                Command.ZADD,
                "3daigc:queue:leases",
                Long.toString(clock.instant().plusSeconds(30).toEpochMilli()),
                "some-job");
        sample();
        assertThat(presence.note()).isEmpty();
    }

    @Test
    void completionBetweenSamplesProvesAWorker() {
        // Given
        sample();
        // When
        String id = Jobs.submit(alice);
        scheduler.take(id);
        scheduler.start(id, "trellis_text_to_textured_mesh");
        scheduler.complete(id, Map.of("success", true));
        redis.send(Command.ZADD, "3daigc:jobs:status:completed", "1", id);
        sample();
        // Then
        assertThat(presence.note()).isEmpty();
    }

    @Test
    void workerIsMissingAfterAMinute() {
        // Given
        String id = Jobs.submit(alice);
        scheduler.take(id);
        sample();
        scheduler.fail(id, "gone");
        Jobs.submit(alice);
        sample();
        assertThat(presence.note()).isEmpty();
        // When
        clock.advance(Duration.ofSeconds(61));
        sample();
        // Then
        assertThat(presence.note()).contains(NOTE);
        // and once a job is taken again, it is not
        scheduler.take(Jobs.submit(alice));
        sample();
        assertThat(presence.note()).isEmpty();
    }

    @Test
    void idleQueueReportsNoMissingWorker() {
        // Given
        String id = Jobs.submit(alice);
        scheduler.take(id);
        sample();
        scheduler.fail(id, "done");
        // When
        clock.advance(Duration.ofHours(9));
        sample();
        // Then
        assertThat(presence.note()).isEmpty();
    }

    @Test
    void warnsOnlyWhileTheJobIsQueued() {
        // Given a server that misses its workers, whatever it saw before
        Jobs.submit(alice);
        served.sample().await().atMost(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(61));
        served.sample().await().atMost(Duration.ofSeconds(10));
        // When
        Response submitted = as(alice)
                .contentType("application/json")
                .body(Map.of("prompt", "a cat"))
                .post(Jobs.SUBMIT);
        // Then
        submitted.then().statusCode(200).body("status", equalTo("queued")).body("note", equalTo(NOTE));
        String id = submitted.path("job_id");
        Jobs.status(alice, id).then().statusCode(200).body("note", equalTo(NOTE));
        // And when a worker takes it
        scheduler.take(id);
        scheduler.start(id, "trellis_text_to_textured_mesh");
        Jobs.status(alice, id).then().statusCode(200).body("$", not(hasKey("note")));
        as(alice)
                .contentType("application/json")
                .body(Map.of("prompt", "a dog"))
                .post(Jobs.SUBMIT)
                .then()
                .statusCode(200)
                .body("$", not(hasKey("note")));
        assertThat(served.note()).isEmpty();
    }

    @Test
    void showsNoteOfAnotherProgramOnce() {
        String id = Jobs.submit(alice);
        scheduler.write(id, scheduler.record(id).put("note", "theirs"));
        String status = Jobs.status(alice, id).asString();
        assertThat(status.split("\"note\"", -1)).hasSize(2);
        redis.send(Command.ZREM, "3daigc:queue:pending", id);
        Jobs.status(alice, id).then().body("note", equalTo("theirs"));
    }

    private void sample() {
        presence.sample().await().atMost(Duration.ofSeconds(10));
    }
}
