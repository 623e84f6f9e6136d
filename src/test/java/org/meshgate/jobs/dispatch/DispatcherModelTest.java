package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.as;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.dispatch.JobModel.Job;
import org.meshgate.jobs.dispatch.JobModel.Lease;
import org.meshgate.jobs.dispatch.JobModel.Place;
import org.meshgate.jobs.invariants.QueueInvariants;
import org.meshgate.jobs.reconcile.StepByStepJobs;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.submit.GivenJobs;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.Tries;
import org.meshgate.testing.Values;

/**
 * Random calls of workers, users, two replicas and the old scheduler, with leases of now and before; after each, Redis
 * agrees with a model in memory and keeps its invariants. A failure names the seed and what was done.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class DispatcherModelTest extends StepByStepJobs {

    private static final int SEQUENCES = Tries.scaled(300, 10);
    private static final int CALLS = Tries.scaled(200, 60);
    private static final int MAX_JOBS = 12;
    private static final List<String> FEATURES = List.of("text_to_textured_mesh", "auto_rig");
    private static final List<String> MODELS = List.of("", "m1", "m2");
    /** Empties Redis, but for accounts and tokens. */
    private static final String FORGET_JOBS = "for _, name in ipairs(redis.call('KEYS', '3daigc:*')) do"
            + " if not string.find(name, '^3daigc:user') and not string.find(name, '^3daigc:token')"
            + " and name ~= '3daigc:link_secret' then redis.call('DEL', name) end end"
            + " redis.call('DEL', '3daigc:users:limits')";

    private static final List<String> ACCOUNTS = List.of("service-a", "service-b");

    @Inject
    JobDispatcher dispatcher;

    @Inject
    DispatchMetrics metrics;

    @Inject
    DispatchStore store;

    @Inject
    SecureRandom secureRandom;

    @Inject
    MeshgateConfig config;

    @Inject
    GivenJobs given;

    @Inject
    QueueInvariants invariants;

    private List<JobDispatcher> replicas;
    private List<Account> owners;
    private JobModel model;
    private List<Lease> leases;
    private List<String> done;
    private Set<String> ghosts;
    private Values values;

    /** Whether the old scheduler or a limit changed something since the last step. */
    private boolean unreconciled;

    @Test
    void everyCallDoesWhatTheModelDoes() {
        replicas = List.of(dispatcher, new JobDispatcher(store, secureRandom, config, metrics));
        owners = List.of(alice, Api.register());
        clock.stop();
        Tries.forAll(SEQUENCES, random -> random, this::sequence);
    }

    private void sequence(Values random) {
        values = random;
        model = new JobModel();
        leases = new ArrayList<>();
        done = new ArrayList<>();
        ghosts = new HashSet<>();
        unreconciled = false;
        try {
            redis.send(Command.EVAL, FORGET_JOBS, "0");
            for (int call = 0; call < CALLS; call++) {
                call();
                compare();
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\nafter " + String.join("\n  ", done), e);
        }
    }

    private void call() {
        switch (values.number(0, 15)) {
            case 0, 1, 2 -> submit();
            case 3, 4, 5 -> claim();
            case 6 -> heartbeat();
            case 7 -> complete();
            case 8 -> fail();
            case 9 -> release();
            case 10 -> cancel();
            case 11 -> {
                if (values.number(0, 3) > 0) {
                    delete();
                } else {
                    deleteWhileTheSchedulerPutsItBack();
                }
            }
            case 12 -> limit();
            case 13 -> schedulerMoves();
            default -> timePasses();
        }
    }

    private void submit() {
        if (model.jobs.size() >= MAX_JOBS) {
            model.jobs.keySet().stream()
                    .filter(id -> model.jobs.get(id).status.ended())
                    .findFirst()
                    .ifPresent(this::delete);
            return;
        }
        if (values.number(0, 5) == 0) {
            submitByOldApi();
            return;
        }
        String owner = values.number(0, 4) == 0 ? "" : values.oneOf(owners).userId();
        Job job = new Job(owner, values.oneOf(FEATURES), values.oneOf(MODELS));
        String id = given.submit(owner, job.feature, job.model);
        model.jobs.put(id, job);
        done.add("submit " + id + " of " + owner + " " + job.feature + " " + job.model);
    }

    /** Which knows neither indexes nor the fair queue. */
    private void submitByOldApi() {
        Job job = new Job(values.oneOf(owners).userId(), FEATURES.get(0), "");
        String id = "old-" + done.size() + "-" + model.jobs.size();
        scheduler.enqueueByOldApi(id, job.owner, clock.instant());
        model.jobs.put(id, job);
        done.add("submit by the old API " + id + " of " + job.owner);
        unreconciled = true;
    }

    private void claim() {
        Set<String> features = values.yes() ? Set.copyOf(FEATURES) : Set.of(values.oneOf(FEATURES));
        Set<String> models = values.yes() ? Set.of() : Set.of(values.oneOf(MODELS.subList(1, 3)));
        Set<String> loaded = values.yes() ? Set.of() : Set.of(values.oneOf(MODELS.subList(1, 3)));
        String account = values.oneOf(ACCOUNTS);
        int slots = values.number(1, 3);
        List<ClaimedJob> claimed =
                get(replica().claim(new ClaimRequest("worker", Optional.of(account), features, models, loaded, slots)));
        done.add("claim by " + account + " " + slots + " of " + features + models + loaded + ": "
                + claimed.stream().map(job -> job.jobId() + " " + job.lease()).toList());
        assertThat(claimed).hasSizeLessThanOrEqualTo(slots);
        for (ClaimedJob each : claimed) {
            Job job = model.jobs.get(each.jobId());
            assertThat(unreconciled || model.claimable(features, models).contains(job))
                    .as("%s may be claimed", each.jobId())
                    .isTrue();
            assertThat(job.place).isEqualTo(Place.PENDING);
            assertThat(each.attempt()).isEqualTo(job.attempt + 1);
            assertThat(each.lease()).matches(each.attempt() + "-[0-9a-f]{32}");
            assertThat(each.owner().orElse("")).isEqualTo(job.owner);
            model.claimed(each, account, clock.instant());
            leases.add(job.lease);
        }
        if (claimed.size() < slots && !unreconciled) {
            assertThat(model.claimable(features, models)).as("left over").isEmpty();
        }
    }

    private void heartbeat() {
        lease().ifPresent(lease -> {
            HeartbeatOrder expected = model.heartbeat(lease, clock.instant());
            Heartbeat heartbeat = new Heartbeat(
                    lease.held(),
                    values.yes() ? OptionalDouble.of(0.5) : OptionalDouble.empty(),
                    values.yes() ? Optional.of("half") : Optional.empty());
            done.add("heartbeat " + lease);
            assertThat(get(replica().heartbeat(List.of(heartbeat)))).containsExactly(expected);
        });
    }

    private void complete() {
        lease().ifPresent(lease -> {
            Optional<JobStatus> expected = model.complete(lease);
            done.add("complete " + lease);
            assertThat(status(() -> replica()
                            .complete(
                                    lease.held(),
                                    JsonNodeFactory.instance.objectNode().put("success", true))))
                    .isEqualTo(expected);
        });
    }

    private void fail() {
        lease().ifPresent(lease -> {
            boolean retryable = values.number(0, 3) > 0;
            boolean held = model.holds(lease);
            Optional<JobStatus> expected = model.fail(lease, retryable);
            done.add("fail " + lease + (retryable ? " retryable" : ""));
            assertThat(status(() -> replica().fail(lease.held(), "no clay \"left\"\n", retryable, Optional.of("log"))))
                    .isEqualTo(expected);
            if (held && expected.equals(Optional.of(JobStatus.QUEUED))) {
                Job job = model.job(lease);
                job.until = Instant.ofEpochMilli(redis.send(Command.ZSCORE, "3daigc:queue:delayed", lease.job())
                        .toLong());
                assertThat(job.until)
                        .isBetween(
                                clock.instant()
                                        .plus(JobModel.pause(job.failures, 0.8))
                                        .minusMillis(1),
                                clock.instant()
                                        .plus(JobModel.pause(job.failures, 1.2))
                                        .plusMillis(1));
            }
        });
    }

    private void release() {
        if (values.number(0, 4) == 0) {
            String account = values.oneOf(ACCOUNTS);
            done.add("requeue all of " + account);
            assertThat(get(replica().requeueAllOf(account))).isEqualTo(model.requeueAllOf(account));
            return;
        }
        lease().ifPresent(lease -> {
            done.add("release " + lease);
            assertThat(get(replica().release(List.of(lease.held())))).isEqualTo(model.release(List.of(lease)));
        });
    }

    private void cancel() {
        job(job -> !job.owner.isEmpty()).ifPresent(id -> {
            Job job = model.jobs.get(id);
            done.add("cancel " + id);
            int status = as(owner(job)).post(Jobs.job(id) + "/cancel").statusCode();
            assertThat(status).as("status of the cancellation").isEqualTo(job.status.ended() ? 409 : 200);
            if (job.place == Place.PENDING || job.place == Place.DELAYED) {
                job.move(JobStatus.CANCELLED, Place.NONE);
            } else if (!job.status.ended() && !job.cancelling) {
                job.cancelling = true;
                job.cancelRequested = clock.instant();
            }
        });
    }

    private void delete() {
        if (values.number(0, 2) == 0) {
            job(job -> !job.owner.isEmpty() && job.place != Place.SCHEDULER).ifPresent(this::delete);
        }
    }

    private void delete(String id) {
        Job job = model.jobs.get(id);
        if (job.owner.isEmpty()) {
            return;
        }
        done.add("delete " + id);
        as(owner(job)).delete(Jobs.job(id)).then().statusCode(200);
        model.jobs.remove(id);
    }

    /** A scheduler that read the record before the deletion writes it after it, and queues the job again. */
    private void deleteWhileTheSchedulerPutsItBack() {
        job(job -> !job.owner.isEmpty() && job.place == Place.PENDING).ifPresent(id -> {
            var record = scheduler.record(id);
            delete(id);
            scheduler.write(id, record);
            redis.send(Command.ZADD, "3daigc:queue:pending", "1", id);
            done.add("the scheduler writes " + id + " again");
            ghosts.add(id);
            unreconciled = true;
        });
    }

    private void limit() {
        String owner = values.oneOf(owners).userId();
        int limit = values.number(0, 2);
        done.add("limit " + owner + " to " + limit);
        redis.send(Command.HSET, "3daigc:users:limits", owner, "{\"max_running\":" + limit + "}");
        model.limits.put(owner, limit);
        unreconciled = true;
    }

    private void schedulerMoves() {
        unreconciled = true;
        Optional<String> running = job(job -> job.place == Place.SCHEDULER);
        if (running.isEmpty() || values.number(0, 2) == 0) {
            if (ghosts.isEmpty() && model.jobs.values().stream().anyMatch(job -> job.place == Place.PENDING)) {
                String id = scheduler.pop();
                done.add("the scheduler takes " + id);
                scheduler.start(id, "its-model");
                assertThat(model.jobs.get(id).place).isEqualTo(Place.PENDING);
                model.jobs.get(id).move(JobStatus.PROCESSING, Place.SCHEDULER);
            }
            return;
        }
        String id = running.get();
        Job job = model.jobs.get(id);
        switch (values.number(0, 3)) {
            case 0 -> {
                done.add("the scheduler puts back " + id);
                scheduler.requeue(id);
                job.move(JobStatus.QUEUED, Place.PENDING);
            }
            case 1 -> {
                done.add("the scheduler fails " + id);
                scheduler.fail(id, "no memory");
                job.move(JobStatus.FAILED, Place.NONE);
            }
            default -> {
                done.add("the scheduler completes " + id);
                scheduler.complete(id, Map.of("success", true));
                job.move(JobStatus.COMPLETED, Place.NONE);
            }
        }
    }

    private void timePasses() {
        Duration time = Duration.ofMillis(values.number(0, values.yes() ? 4000 : 20_000));
        clock.advance(time);
        done.add("step after " + time.toMillis() + " ms");
        step();
        ghosts.clear();
        model.step(clock.instant());
        unreconciled = false;
    }

    private void compare() {
        Map<String, String> expected = new TreeMap<>();
        model.jobs.forEach((id, job) -> expected.put(id, job.status.jsonName() + " " + job.place));
        Map<String, String> actual = new TreeMap<>();
        Map<Place, Set<String>> places = Map.of(
                Place.PENDING, members(redis.send(Command.ZRANGE, "3daigc:queue:pending", "0", "-1")),
                Place.DELAYED, members(redis.send(Command.ZRANGE, "3daigc:queue:delayed", "0", "-1")),
                Place.LEASE, members(redis.send(Command.ZRANGE, "3daigc:queue:leases", "0", "-1")),
                Place.SCHEDULER, members(redis.send(Command.SMEMBERS, "3daigc:queue:processing")));
        Set<String> ids = members(redis.send(Command.HKEYS, "3daigc:jobs"));
        ids.removeAll(ghosts);
        for (String id : ids) {
            Place place = places.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(id))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(Place.NONE);
            actual.put(id, scheduler.record(id).path("status").asText() + " " + place);
        }
        assertThat(actual).isEqualTo(expected);
        if (!unreconciled) {
            QueueInvariants.Report report = get(invariants.check(1000));
            assertThat(report.violations()).isEmpty();
            assertThat(report.unreconciled()).as("not reconciled").isZero();
        }
    }

    private JobDispatcher replica() {
        return values.oneOf(replicas);
    }

    /** A lease of now or before, sometimes as another account would present it. */
    private Optional<Lease> lease() {
        if (leases.isEmpty()) {
            return Optional.empty();
        }
        List<Lease> current = leases.stream().filter(model::holds).toList();
        Lease lease = values.number(0, 3) > 0 && !current.isEmpty() ? values.oneOf(current) : values.oneOf(leases);
        return Optional.of(values.number(0, 9) == 0 ? new Lease(lease.job(), lease.lease(), "service-c") : lease);
    }

    private Optional<String> job(Predicate<Job> which) {
        List<String> ids = model.jobs.keySet().stream()
                .filter(id -> which.test(model.jobs.get(id)))
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(values.oneOf(ids));
    }

    private Account owner(Job job) {
        return owners.stream()
                .filter(account -> account.userId().equals(job.owner))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<JobStatus> status(Supplier<Uni<JobStatus>> call) {
        try {
            return Optional.of(get(call.get()));
        } catch (ProblemException lost) {
            assertThat(lost.type()).isEqualTo(ProblemType.LEASE_LOST);
            return Optional.empty();
        }
    }

    private static Set<String> members(Response reply) {
        Set<String> members = new HashSet<>();
        reply.forEach(member -> members.add(member.toString()));
        return members;
    }

    private static <T> T get(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
