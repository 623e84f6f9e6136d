package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The order in which jobs of several users are claimed. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class FairOrderTest {

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
    private Account bob;

    @BeforeEach
    void emptyTheQueue() {
        redis.clearQueue();
        redis.send(Command.DEL, "3daigc:users:limits");
        alice = Api.register();
        bob = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
        redis.send(Command.DEL, "3daigc:users:limits");
    }

    @Test
    void newcomerWaitsForOneJobOfEachOtherUser() {
        // Given a user with a long queue
        List<String> many = submit(alice, 4);
        claim();
        // When another one comes
        String single = submit(bob, 1).get(0);
        // Then that job is next, and its owner is told so
        Jobs.status(bob, single).then().body("queue_position", equalTo(1));
        Jobs.status(alice, many.get(3)).then().body("queue_position", equalTo(4));
        assertThat(claim().jobId()).isEqualTo(single);
        assertThat(claim().jobId()).isEqualTo(many.get(1));
    }

    @Test
    void jobsOfOneUserKeepTheirOrder() {
        List<String> submitted = submit(alice, 5);
        List<String> claimed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            claimed.add(claim().jobId());
        }
        assertThat(claimed).containsExactlyElementsOf(submitted);
    }

    @Test
    void longJobsCountMoreThanShortOnes() {
        // Given jobs of alice that take 30 seconds and jobs of bob that take 10
        submit(alice, 20);
        submit(bob, 60);
        double secondsOfAlice = 0;
        double secondsOfBob = 0;
        // When one worker runs 40 of them
        for (int i = 0; i < 40; i++) {
            ClaimedJob job = claim();
            assertThat(job.owner().orElseThrow()).isIn(alice.userId(), bob.userId());
            boolean ofAlice = job.owner().filter(alice.userId()::equals).isPresent();
            int seconds = ofAlice ? 30 : 10;
            for (int heartbeat = 0; heartbeat < seconds / 10; heartbeat++) {
                clock.advance(Duration.ofSeconds(10));
                get(dispatcher.heartbeat(List.of(new Heartbeat(
                        job.heldBy(Optional.empty()), java.util.OptionalDouble.empty(), Optional.empty()))));
            }
            complete(job);
            secondsOfAlice += ofAlice ? seconds : 0;
            secondsOfBob += ofAlice ? 0 : seconds;
        }
        // Then both had the same time, up to one job
        assertThat(Math.abs(secondsOfAlice - secondsOfBob)).isLessThanOrEqualTo(60);
    }

    @Test
    void weightGivesALargerShare() {
        redis.send(Command.HSET, "3daigc:users:limits", alice.userId(), "{\"weight\":3}");
        submit(alice, 12);
        submit(bob, 12);
        int ofAlice = 0;
        for (int i = 0; i < 12; i++) {
            ofAlice += claim().owner().filter(alice.userId()::equals).isPresent() ? 1 : 0;
        }
        assertThat(ofAlice).isEqualTo(9);
    }

    @Test
    void userAtTheLimitIsPassedOverUntilAJobEnds() {
        redis.send(Command.HSET, "3daigc:users:limits", alice.userId(), "{\"max_running\":1}");
        List<String> ofAlice = submit(alice, 3);
        List<String> ofBob = submit(bob, 1);
        ClaimedJob first = claim();
        assertThat(first.jobId()).isEqualTo(ofAlice.get(0));
        assertThat(claim().jobId()).isEqualTo(ofBob.get(0));
        assertThat(claimUpTo(5)).isEmpty();
        // When
        complete(first);
        // Then
        assertThat(claim().jobId()).isEqualTo(ofAlice.get(1));
        // and when an administrator raises the limit
        assertThat(claimUpTo(5)).isEmpty();
        redis.send(Command.HSET, "3daigc:users:limits", alice.userId(), "{\"max_running\":2}");
        get(dispatcher.step());
        assertThat(claim().jobId()).isEqualTo(ofAlice.get(2));
    }

    @Test
    void priorityOrdersTheJobsOfAUserForBothQueues() {
        String ordinary = submit(alice, 1).get(0);
        redis.send(Command.HSET, "3daigc:users:limits", alice.userId(), "{\"priority\":0}");
        String urgent = submit(alice, 1).get(0);
        assertThat(redis.send(Command.ZRANGE, "3daigc:queue:pending", "0", "0")
                        .get(0)
                        .toString())
                .isEqualTo(urgent);
        Jobs.status(alice, urgent).then().body("priority", equalTo(0));
        assertThat(claim().jobId()).isEqualTo(urgent);
        assertThat(claim().jobId()).isEqualTo(ordinary);
    }

    @Test
    void jobThatTheSchedulerTookIsNotClaimed() {
        List<String> submitted = submit(alice, 2);
        scheduler.take(submitted.get(0));
        assertThat(claim().jobId()).isEqualTo(submitted.get(1));
        assertThat(claimUpTo(5)).isEmpty();
        // When the scheduler puts it back
        scheduler.requeue(submitted.get(0));
        get(dispatcher.step());
        // Then a worker may take it
        assertThat(claim().jobId()).isEqualTo(submitted.get(0));
    }

    @Test
    void severalJobsAreClaimedAtOnceInTheFairOrder() {
        List<String> ofAlice = submit(alice, 3);
        List<String> ofBob = submit(bob, 2);
        assertThat(claimUpTo(4))
                .extracting(ClaimedJob::jobId)
                .containsExactly(ofAlice.get(0), ofBob.get(0), ofAlice.get(1), ofBob.get(1));
    }

    @Test
    void loadedModelIsPreferredAtMostEightTimes() {
        // Given a job of one model before many of another
        String cold = submitModel(alice, "trellis_text_to_textured_mesh");
        List<String> warm = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            warm.add(submitModel(alice, "hunyuan"));
        }
        List<String> claimed = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            claimed.add(get(dispatcher.claim(
                            new ClaimRequest("w", Optional.empty(), Set.of(TEXTURED), Set.of(), Set.of("hunyuan"), 1)))
                    .get(0)
                    .jobId());
        }
        List<String> expected = new ArrayList<>(warm.subList(0, 8));
        expected.add(cold);
        expected.addAll(warm.subList(8, 10));
        assertThat(claimed).containsExactlyElementsOf(expected);
    }

    @Test
    void workerGetsOnlyJobsOfItsModels() {
        submitModel(alice, "hunyuan");
        String other = submitModel(alice, "other");
        ClaimRequest request = new ClaimRequest("w", Optional.empty(), Set.of(TEXTURED), Set.of("other"), Set.of(), 5);
        assertThat(get(dispatcher.claim(request))).extracting(ClaimedJob::jobId).containsExactly(other);
        assertThat(get(dispatcher.claim(request))).isEmpty();
    }

    private List<String> submit(Account owner, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofMillis(2));
            ids.add(Jobs.submit(owner));
        }
        return ids;
    }

    /** The model is written into the record, because the catalog has one model for this feature. */
    private String submitModel(Account owner, String model) {
        String id = submit(owner, 1).get(0);
        String record = redis.hashField("jobs", id)
                .replaceFirst("\"model_preference\":\"[^\"]*\"", "\"model_preference\":\"" + model + "\"");
        redis.send(Command.HSET, "3daigc:jobs", id, record);
        return id;
    }

    private ClaimedJob claim() {
        return claimUpTo(1).get(0);
    }

    private List<ClaimedJob> claimUpTo(int slots) {
        return get(
                dispatcher.claim(new ClaimRequest("w", Optional.empty(), Set.of(TEXTURED), Set.of(), Set.of(), slots)));
    }

    private void complete(ClaimedJob job) {
        get(dispatcher.complete(
                job.heldBy(Optional.empty()),
                JsonNodeFactory.instance.objectNode().put("success", true)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
