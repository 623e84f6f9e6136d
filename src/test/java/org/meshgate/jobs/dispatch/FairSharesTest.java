package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.config.JobsConfig.Scheduling;
import org.meshgate.jobs.dispatch.SimulatedWorkers.Run;
import org.meshgate.jobs.dispatch.SimulatedWorkers.Worker;
import org.meshgate.jobs.invariants.QueueInvariants;
import org.meshgate.jobs.submit.GivenJobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;
import org.meshgate.testing.Tries;

/** What docs/adr/0016-fair-shares.md promises, by simulations with the real scripts. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class FairSharesTest {

    private static final String FEATURE = "text_to_textured_mesh";
    private static final String OTHER_FEATURE = "auto_rig";
    private static final int MANY_USERS = Tries.scaled(1000, 200);

    /** Seconds of the shortest and of the longest job. */
    private static final double SHORTEST = 2;

    private static final double LONGEST = 120;
    private static final long SEED = Long.getLong("fair.seed", 20_261_201L);

    @Inject
    SimulatedWorkers workers;

    @Inject
    GivenJobs jobs;

    @Inject
    QueueInvariants invariants;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private final Random random = new Random(SEED);
    private final Map<String, Double> lengths = new HashMap<>();

    @BeforeEach
    void empty() {
        redis.send(Command.FLUSHALL);
    }

    @AfterEach
    void allIsConsistent() {
        assertThat(SimulatedWorkers.await(invariants.check(1000)).violations()).isEmpty();
        clock.reset();
    }

    @Test
    void sharesFollowTheWeights() {
        // Given users who always have jobs waiting
        Map<String, Integer> weights = Map.of("ann", 1, "bob", 1, "cid", 2, "dan", 4);
        start(4, Scheduling.FAIR, FEATURE);
        weights.forEach((user, weight) -> limits(user, "{\"weight\":" + weight + "}"));
        weights.keySet().forEach(user -> submit(user, FEATURE, 400));
        // Then
        sharesAfter(200, weights, 0.05);
        sharesAfter(Tries.scaled(700, 400), weights, 0.025);
    }

    @Test
    void sharesFollowTheWeightsAlthoughTheEstimatesAreTenTimesTooHighOrTooLow() {
        // Given averages that never learn
        Map<String, Integer> weights = Map.of("high", 1, "low", 1, "high-too", 2, "low-too", 2);
        start(4, Scheduling.FAIR, FEATURE, OTHER_FEATURE);
        workers.beforeClaim(() -> redis.send(
                Command.HSET,
                "3daigc:fair:seconds",
                FEATURE,
                Double.toString(mean() * 10),
                OTHER_FEATURE,
                Double.toString(mean() / 10)));
        weights.forEach((user, weight) -> {
            limits(user, "{\"weight\":" + weight + "}");
            submit(user, user.startsWith("high") ? FEATURE : OTHER_FEATURE, 400);
        });
        // Then
        sharesAfter(200, weights, 0.05);
    }

    @Test
    void aNewcomerWaitsForAtMostOneJobOfEachActiveUser() {
        // Given many users with jobs of mixed lengths, some of whom have run some already
        start(8, Scheduling.FAIR, FEATURE);
        for (int user = 0; user < MANY_USERS; user++) {
            submit("user-" + user, FEATURE, 1 + random.nextInt(4));
        }
        workers.runUntil(() -> workers.completed() >= MANY_USERS / 2 * 3);
        for (String newcomer : List.of("aaa", "zzz")) { // whichever way equal tags are decided
            // When
            int before = workers.runs().size();
            submit(newcomer, FEATURE, 1);
            workers.runUntil(() -> lastUser().equals(newcomer));
            // Then
            Map<String, Long> started = startedSince(before);
            assertThat(started).containsEntry(newcomer, 1L);
            assertThat(started.values()).allMatch(count -> count <= 1);
        }
    }

    @Test
    void aNewcomerWaitsForAtMostOneJobWhenEstimatesAreTooHigh() {
        // Given one user on all workers
        start(8, Scheduling.FAIR, FEATURE);
        workers.beforeClaim(
                () -> redis.send(Command.HSET, "3daigc:fair:seconds", FEATURE, Double.toString(mean() * 10)));
        submit("busy", FEATURE, 100);
        workers.runUntil(() -> workers.runs().size() == 20);
        // When
        for (int user = 0; user < 30; user++) {
            submit("newcomer-" + user, FEATURE, 1);
        }
        int before = workers.runs().size();
        workers.runUntil(() -> startedSince(before).keySet().size() == 31
                || startedSince(before).values().stream().mapToLong(i -> i).sum() == 31);
        // Then
        assertThat(startedSince(before).getOrDefault("busy", 0L)).isLessThanOrEqualTo(1);
    }

    @Test
    void jobsThatTakeNoTimeDoNotHoldUpAnotherUser() {
        start(1, Scheduling.FAIR, FEATURE);
        List<String> first = submit("aaa", FEATURE, 50);
        first.forEach(job -> lengths.put(job, 0.0));
        workers.runUntil(() -> workers.runs().size() == 5);
        submit("zzz", FEATURE, 1);
        int before = workers.runs().size();
        workers.runUntil(() -> lastUser().equals("zzz"));
        assertThat(startedSince(before).getOrDefault("aaa", 0L)).isLessThanOrEqualTo(1);
    }

    @Test
    void aThousandJobsOfOneUserDoNotHoldUpTheOthers() {
        // Given
        start(8, Scheduling.FAIR, FEATURE);
        submit("heavy", FEATURE, 1000);
        workers.runUntil(() -> workers.completed() == 10);
        // When many others come with a job each
        Set<String> others = Set.copyOf(
                IntStream.range(0, MANY_USERS).mapToObj(user -> "user-" + user).toList());
        others.forEach(user -> submit(user, FEATURE, 1));
        int before = workers.runs().size();
        workers.runUntil(() -> startedSince(before).keySet().containsAll(others));
        // Then
        assertThat(startedSince(before).getOrDefault("heavy", 0L)).isLessThanOrEqualTo(1);
        // And nothing is lost
        workers.runUntil(() -> workers.completed() == MANY_USERS + 100);
        assertThat(workers.idle()).isLessThanOrEqualTo(1);
    }

    @Test
    void noCapacityIsLostAgainstFirstInFirstOut() {
        Map<Scheduling, Double> makespans = new HashMap<>();
        for (Scheduling order : Scheduling.values()) {
            // Given the same jobs
            redis.send(Command.FLUSHALL);
            random.setSeed(SEED);
            start(5, order, FEATURE);
            Instant begin = clock.instant();
            for (int user = 0; user < 40; user++) {
                submit("user-" + user, FEATURE, 1 + random.nextInt(10));
            }
            int all = lengths.size();
            // When
            workers.runUntil(() -> {
                // Then no worker is idle while a job waits: what is not running has ended or is about to be claimed
                assertThat(workers.running().size() <= 5).isTrue();
                return false;
            });
            assertThat(workers.completed()).isEqualTo(all);
            makespans.put(order, Duration.between(begin, clock.instant()).toMillis() / 1000.0);
            double busy = lengths.values().stream().mapToDouble(i -> i).sum();
            assertThat(makespans.get(order)).as(order.toString()).isBetween(busy / 5, busy / 5 + LONGEST);
            lengths.clear();
        }
        assertThat(makespans.get(Scheduling.FAIR)).isLessThanOrEqualTo(makespans.get(Scheduling.FIFO) + LONGEST);
    }

    @Test
    void firstInFirstOutIsTheOrderOfSubmission() {
        start(1, Scheduling.FIFO, FEATURE);
        List<String> submitted = new ArrayList<>();
        for (String user : List.of("b", "b", "a", "c", "b", "a")) {
            submitted.addAll(submit(user, FEATURE, 1));
        }
        workers.runToTheEnd();
        assertThat(workers.runs()).extracting(run -> run.job().jobId()).containsExactlyElementsOf(submitted);
    }

    @Test
    void aUserAtTheLimitOfRunningJobsIsPassedOverAndComesBack() {
        // Given
        start(6, Scheduling.FAIR, FEATURE, OTHER_FEATURE);
        workers.limitRunning(3);
        limits("two", "{\"max_running\":2}");
        limits("any", "{\"max_running\":0}");
        submit("two", FEATURE, 15);
        submit("two", OTHER_FEATURE, 15);
        submit("three", FEATURE, 30);
        submit("any", FEATURE, 60);
        // When
        workers.runUntil(() -> {
            // Then
            Map<String, Long> running =
                    workers.running().stream().collect(Collectors.groupingBy(Run::user, Collectors.counting()));
            assertThat(running.getOrDefault("two", 0L)).isLessThanOrEqualTo(2);
            assertThat(running.getOrDefault("three", 0L)).isLessThanOrEqualTo(3);
            return false;
        });
        assertThat(workers.completed()).isEqualTo(120);
        assertThat(redis.exists("fair:parked")).isFalse();
    }

    @Test
    void idlingEarnsNoCredit() {
        // Given a user who was away while another one used everything
        start(1, Scheduling.FAIR, FEATURE);
        submit("away", FEATURE, 1);
        submit("busy", FEATURE, 300);
        workers.runUntil(() -> workers.completed() == 100);
        // When
        Instant back = clock.instant();
        submit("away", FEATURE, 300);
        workers.runUntil(() -> workers.completed() == 300);
        // Then they share from now on
        Map<String, Double> seconds = workers.secondsSince(back);
        double share = seconds.get("away") / (seconds.get("away") + seconds.get("busy"));
        assertThat(share).isCloseTo(0.5, within(0.05));
    }

    @Test
    void aLoadedModelIsPreferredAtMostEightTimesPastTheSameJob() {
        // Given
        start(List.of(new Worker("warm", Set.of(FEATURE), Set.of("loaded"))), Scheduling.FAIR);
        String cold = submit("ann", FEATURE, "cold", 1).get(0);
        submit("ann", FEATURE, "loaded", 40);
        String others = submit("bob", FEATURE, "cold", 3).get(0);
        // When
        workers.runUntil(() -> workers.runs().size() == 30);
        // Then
        List<String> order = workers.runs().stream()
                .filter(run -> run.user().equals("ann"))
                .map(run -> run.job().jobId())
                .toList();
        assertThat(order.indexOf(cold)).isEqualTo(8);
        // And another user loses nothing
        List<String> all = workers.runs().stream().map(run -> run.job().jobId()).toList();
        assertThat(all.indexOf(others)).isLessThanOrEqualTo(1);
    }

    private void sharesAfter(int ended, Map<String, Integer> weights, double tolerance) {
        Instant begin = Instant.EPOCH;
        workers.runUntil(() -> workers.completed() >= ended);
        Map<String, Double> seconds = workers.secondsSince(begin);
        double all = seconds.values().stream().mapToDouble(i -> i).sum();
        int weightOfAll = weights.values().stream().mapToInt(i -> i).sum();
        weights.forEach((user, weight) -> assertThat(seconds.get(user) / all)
                .as("share of %s after %d jobs: %s", user, ended, seconds)
                .isCloseTo((double) weight / weightOfAll, within(tolerance)));
    }

    private void start(int count, Scheduling order, String... features) {
        start(SimulatedWorkers.workers(count, features), order);
    }

    private void start(List<Worker> of, Scheduling order) {
        workers.start(of, order, lengths::get);
    }

    private void limits(String user, String json) {
        redis.send(Command.HSET, "3daigc:users:limits", user, json);
    }

    private List<String> submit(String user, String feature, int count) {
        return submit(user, feature, "", count);
    }

    private List<String> submit(String user, String feature, String model, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String id = jobs.submit(user, feature, model);
                    lengths.put(id, length());
                    return id;
                })
                .toList();
    }

    /** Many short jobs and a few long ones. */
    private double length() {
        return Math.min(LONGEST, SHORTEST + Math.exp(3 + 0.8 * random.nextGaussian()));
    }

    private double mean() {
        return lengths.values().stream().mapToDouble(i -> i).average().orElse(1);
    }

    private String lastUser() {
        return workers.runs().isEmpty()
                ? ""
                : workers.runs().get(workers.runs().size() - 1).user();
    }

    private Map<String, Long> startedSince(int before) {
        return workers.runs().subList(before, workers.runs().size()).stream()
                .collect(Collectors.groupingBy(Run::user, Collectors.counting()));
    }
}
