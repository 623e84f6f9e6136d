package org.meshgate.jobs.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Jobs.HISTORY;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.reconcile.StepByStepJobs;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.FinishedJobs.WithFiles;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;

/** How many jobs of one user are kept, and that none goes by its age where that is switched off. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(KeptJobsTest.Three.class)
class KeptJobsTest extends StepByStepJobs {

    public static class Three extends NoBackgroundWork {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put("meshgate.jobs.max_kept_per_user", "3");
            all.put("meshgate.jobs.retention_days", "0");
            return all;
        }
    }

    @Inject
    Retention retention;

    @Inject
    RetentionStore store;

    @Inject
    FinishedJobs jobs;

    @BeforeEach
    void aDayAfterTheFirstTime() {
        store.since(clock.instant().minus(Retention.GRACE)).await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void keepsJobsOnTheFirstDay() {
        // Given
        redis.send(Command.DEL, "3daigc:retention:since");
        for (int i = 0; i < 4; i++) {
            jobs.completed(alice.userId(), Map.of());
        }
        step();
        // Then
        Jobs.submit(alice);
        clock.advance(Retention.GRACE.minusMinutes(1));
        Jobs.submit(alice);
        assertThat(history()).hasSize(6);
        clock.advance(Duration.ofMinutes(1));
        Jobs.submit(alice);
        assertThat(history()).hasSize(3);
    }

    @Test
    void removesTheOldestEndedJobs() {
        // Given a job that waits, and two that ended
        Account bob = Api.register();
        String foreign = jobs.withFiles(bob.userId()).id();
        String waiting = Jobs.submit(alice);
        WithFiles first = jobs.withFiles(alice.userId());
        WithFiles second = jobs.withFiles(alice.userId());
        step();
        // When there are four and then five
        String third = Jobs.submit(alice);
        assertThat(history()).containsExactlyInAnyOrder(waiting, second.id(), third);
        String fourth = Jobs.submit(alice);
        // Then
        assertThat(history()).containsExactlyInAnyOrder(waiting, third, fourth);
        assertThat(Stream.of(first.mesh(), first.picture(), second.mesh(), second.picture()))
                .noneMatch(Files::exists);
        Jobs.status(bob, foreign).then().statusCode(200);
        // And what waits is never removed, however much it is
        String fifth = Jobs.submit(alice);
        assertThat(history()).containsExactlyInAnyOrder(waiting, third, fourth, fifth);
    }

    @Test
    void submissionTrimsJobsAboveTheLimit() {
        for (int i = 0; i < 40; i++) {
            jobs.completed(alice.userId(), Map.of());
        }
        step();
        Jobs.submit(alice);
        assertThat(redis.hashLength("jobs")).isEqualTo(21);
        String last = Jobs.submit(alice);
        assertThat(redis.hashLength("jobs")).isEqualTo(3);
        assertThat(history()).hasSize(3).contains(last);
    }

    @Test
    void ageDoesNotRemoveKeptJobs() {
        String id = jobs.completed(alice.userId(), Map.of());
        String longAgo = "1999-12-31T23:59:59.000Z";
        scheduler.write(id, scheduler.record(id).put("created_at", longAgo).put("completed_at", longAgo));
        step();
        retention.step().await().atMost(Duration.ofSeconds(10));
        clock.advance(Retention.GRACE.plusHours(1));
        retention.step().await().atMost(Duration.ofSeconds(10));
        Jobs.status(alice, id).then().statusCode(200);
    }

    private List<String> history() {
        return as(alice).get(HISTORY).path("jobs.job_id");
    }
}
