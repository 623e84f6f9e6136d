package org.meshgate.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meshgate.testing.Api.as;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.dispatch.JobModel.Job;
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
    private JobPlaces places;
    private OldSchedulerMoves oldScheduler;
    private ModelSequence run;

    @Test
    void everyCallDoesWhatTheModelDoes() {
        replicas = List.of(dispatcher, new JobDispatcher(store, secureRandom, config, metrics));
        owners = List.of(alice, Api.register());
        places = new JobPlaces(redis, scheduler);
        oldScheduler = new OldSchedulerMoves(scheduler, clock);
        clock.stop();
        Tries.forAll(SEQUENCES, random -> random, this::sequence);
    }

    private void sequence(Values random) {
        run = new ModelSequence(random, owners);
        try {
            places.forgetJobs();
            for (int call = 0; call < CALLS; call++) {
                call();
                compare();
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\nafter " + String.join("\n  ", run.done), e);
        }
    }

    private void call() {
        run.model.now = clock.instant();
        switch (run.values.number(0, 15)) {
            case 0, 1, 2 -> submit();
            case 3, 4, 5 -> claim();
            case 6 -> heartbeat();
            case 7 -> complete();
            case 8 -> fail();
            case 9 -> release();
            case 10 -> cancel();
            case 11 -> {
                if (run.values.number(0, 3) > 0) {
                    delete();
                } else {
                    deleteWhileTheSchedulerPutsItBack();
                }
            }
            case 12 -> limit();
            case 13 -> oldScheduler.move(run);
            default -> timePasses();
        }
    }

    private void submit() {
        if (run.model.jobs.size() >= MAX_JOBS) {
            run.model.jobs.keySet().stream()
                    .filter(id -> run.model.jobs.get(id).status.ended())
                    .findFirst()
                    .ifPresent(this::delete);
            return;
        }
        if (run.values.number(0, 5) == 0) {
            oldScheduler.submitByOldApi(run);
            return;
        }
        String owner =
                run.values.number(0, 4) == 0 ? "" : run.values.oneOf(owners).userId();
        Job job = new Job(owner, run.values.oneOf(FEATURES), run.values.oneOf(MODELS));
        String id = given.submit(owner, job.feature, job.model);
        run.model.jobs.put(id, job);
        run.done.add("submit " + id + " of " + owner + " " + job.feature + " " + job.model);
    }

    private void claim() {
        Set<String> features = run.values.yes() ? Set.copyOf(FEATURES) : Set.of(run.values.oneOf(FEATURES));
        Set<String> models = run.values.yes() ? Set.of() : Set.of(run.values.oneOf(MODELS.subList(1, 3)));
        Set<String> loaded = run.values.yes() ? Set.of() : Set.of(run.values.oneOf(MODELS.subList(1, 3)));
        String account = run.values.oneOf(ACCOUNTS);
        int slots = run.values.number(1, 3);
        List<ClaimedJob> claimed =
                get(replica().claim(new ClaimRequest("worker", Optional.of(account), features, models, loaded, slots)));
        run.done.add("claim by " + account + " " + slots + " of " + features + models + loaded + ": "
                + claimed.stream().map(job -> job.jobId() + " " + job.lease()).toList());
        assertThat(claimed).hasSizeLessThanOrEqualTo(slots);
        for (ClaimedJob each : claimed) {
            Job job = run.model.jobs.get(each.jobId());
            assertThat(run.unreconciled || run.model.claimable(features, models).contains(job))
                    .as("%s may be claimed", each.jobId())
                    .isTrue();
            assertThat(job.place).isEqualTo(Place.PENDING);
            assertThat(each.attempt()).isEqualTo(job.attempt + 1);
            assertThat(each.lease()).matches(each.attempt() + "-[0-9a-f]{32}");
            assertThat(each.owner().orElse("")).isEqualTo(job.owner);
            run.model.claimed(each, account, clock.instant());
            run.leases.add(job.lease);
        }
        if (claimed.size() < slots && !run.unreconciled) {
            assertThat(run.model.claimable(features, models)).as("left over").isEmpty();
        }
    }

    private void heartbeat() {
        run.lease().ifPresent(lease -> {
            HeartbeatOrder expected = run.model.heartbeat(lease, clock.instant());
            Heartbeat heartbeat = new Heartbeat(
                    lease.held(),
                    run.values.yes() ? OptionalDouble.of(0.5) : OptionalDouble.empty(),
                    run.values.yes() ? Optional.of("half") : Optional.empty());
            run.done.add("heartbeat " + lease);
            assertThat(get(replica().heartbeat(List.of(heartbeat)))).containsExactly(expected);
        });
    }

    private void complete() {
        run.lease().ifPresent(lease -> {
            Optional<JobStatus> expected = run.model.complete(lease);
            run.done.add("complete " + lease);
            assertThat(status(() -> replica()
                            .complete(
                                    lease.held(),
                                    JsonNodeFactory.instance.objectNode().put("success", true))))
                    .isEqualTo(expected);
        });
    }

    private void fail() {
        run.lease().ifPresent(lease -> {
            boolean retryable = run.values.number(0, 3) > 0;
            boolean held = run.model.holds(lease);
            Optional<JobStatus> expected = run.model.fail(lease, retryable);
            run.done.add("fail " + lease + (retryable ? " retryable" : ""));
            assertThat(status(() -> replica().fail(lease.held(), "no clay \"left\"\n", retryable, Optional.of("log"))))
                    .isEqualTo(expected);
            if (held && expected.equals(Optional.of(JobStatus.QUEUED))) {
                Job job = run.model.job(lease);
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
        if (run.values.number(0, 4) == 0) {
            String account = run.values.oneOf(ACCOUNTS);
            run.done.add("requeue all of " + account);
            assertThat(get(replica().requeueAllOf(account))).isEqualTo(run.model.requeueAllOf(account));
            return;
        }
        run.lease().ifPresent(lease -> {
            run.done.add("release " + lease);
            assertThat(get(replica().release(List.of(lease.held())))).isEqualTo(run.model.release(List.of(lease)));
        });
    }

    private void cancel() {
        run.job(job -> !job.owner.isEmpty()).ifPresent(id -> {
            Job job = run.model.jobs.get(id);
            run.done.add("cancel " + id);
            int status = as(run.owner(job)).post(Jobs.job(id) + "/cancel").statusCode();
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
        if (run.values.number(0, 2) == 0) {
            run.job(job -> !job.owner.isEmpty() && job.place != Place.SCHEDULER).ifPresent(this::delete);
        }
    }

    private void delete(String id) {
        Job job = run.model.jobs.get(id);
        if (job.owner.isEmpty()) {
            return;
        }
        run.done.add("delete " + id);
        as(run.owner(job)).delete(Jobs.job(id)).then().statusCode(200);
        run.model.jobs.remove(id);
    }

    /** A scheduler that read the record before the deletion writes it after it, and queues the job again. */
    private void deleteWhileTheSchedulerPutsItBack() {
        run.job(job -> !job.owner.isEmpty() && job.place == Place.PENDING).ifPresent(id -> {
            var record = scheduler.record(id);
            delete(id);
            scheduler.write(id, record);
            redis.send(Command.ZADD, "3daigc:queue:pending", "1", id);
            run.done.add("the scheduler writes " + id + " again");
            run.ghosts.add(id);
            run.unreconciled = true;
        });
    }

    private void limit() {
        String owner = run.values.oneOf(owners).userId();
        int limit = run.values.number(0, 2);
        run.done.add("limit " + owner + " to " + limit);
        redis.send(Command.HSET, "3daigc:users:limits", owner, "{\"max_running\":" + limit + "}");
        run.model.limits.put(owner, limit);
        run.unreconciled = true;
    }

    private void timePasses() {
        Duration time = Duration.ofMillis(run.values.number(0, run.values.yes() ? 4000 : 20_000));
        clock.advance(time);
        run.done.add("step after " + time.toMillis() + " ms");
        step();
        run.ghosts.clear();
        run.model.step(clock.instant());
        run.unreconciled = false;
    }

    private void compare() {
        Map<String, String> expected = new TreeMap<>();
        run.model.jobs.forEach((id, job) -> expected.put(id, job.status.jsonName() + " " + job.place));
        assertThat(places.statuses(run.ghosts)).isEqualTo(expected);
        if (!run.unreconciled) {
            QueueInvariants.Report report = get(invariants.check(1000));
            assertThat(report.violations()).isEmpty();
            assertThat(report.unreconciled()).as("not reconciled").isZero();
            assertThat(places.usage(run.model.jobs.keySet())).isEqualTo(run.model.usage());
        }
    }

    private JobDispatcher replica() {
        return run.values.oneOf(replicas);
    }

    private static Optional<JobStatus> status(Supplier<Uni<JobStatus>> call) {
        try {
            return Optional.of(get(call.get()));
        } catch (ProblemException lost) {
            assertThat(lost.type()).isEqualTo(ProblemType.LEASE_LOST);
            return Optional.empty();
        }
    }

    private static <T> T get(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
