package org.meshgate.jobs.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.config.JobsConfig;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.dispatch.DispatchMetrics.Outcome;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.ProblemType;

/**
 * Gives jobs to workers and takes their results. Each call about a job carries the lease of its attempt: a call with
 * another lease changes nothing. All calls can be repeated. Jobs of workers that vanish are requeued.
 *
 * <p>The order is fair in GPU seconds between users, or first in, first out ({@code jobs.scheduling}). The next
 * job is chosen by {@code first_flow} and {@code choose_job} in {@code lua/jobs/claim-jobs.lua}. Jobs that the GPU
 * scheduler of 3DAIGC-API takes from the same queue are left to it.
 */
@ApplicationScoped
public class JobDispatcher {

    /** How long a claim lasts without a heartbeat. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    /** How long a worker may take to stop a cancelled job. */
    public static final Duration CANCEL_GRACE = Duration.ofSeconds(10);

    private static final int LEASE_BYTES = 16;
    private static final double MIN_JITTER = 0.8;
    private static final double JITTER_RANGE = 0.4;

    private final DispatchStore store;
    private final SecureRandom random;
    private final JobsConfig config;
    private final DispatchMetrics metrics;

    JobDispatcher(DispatchStore store, SecureRandom random, MeshgateConfig config, DispatchMetrics metrics) {
        this.metrics = metrics;
        this.store = store;
        this.random = random;
        this.config = config.jobs();
    }

    /** Claims up to {@link ClaimRequest#slots} jobs; none when nothing waits that this worker may run. */
    public Uni<List<ClaimedJob>> claim(ClaimRequest request) {
        List<String> randoms =
                Stream.generate(this::randomBits).limit(request.slots()).toList();
        return store.claim(request, randoms, config.scheduling(), config.maxRunningPerUser())
                .invoke(jobs -> metrics.claimed(jobs.size()));
    }

    /** Renews the leases of jobs; returns an order for each, in the same sequence. All jobs are of one account. */
    public Uni<List<HeartbeatOrder>> heartbeat(List<Heartbeat> heartbeats) {
        return heartbeats.isEmpty() ? Uni.createFrom().item(List.of()) : store.renew(heartbeats);
    }

    /**
     * Completes a job with a result.
     *
     * @param result with {@code output_mesh_path}, as the workers of 3DAIGC-API write it
     * @param bytes size of its files, for usage
     * @return {@link JobStatus#COMPLETED}, or {@link JobStatus#CANCELLED} when its cancellation was requested meanwhile:
     *     then its files are unused. Fails with {@link ProblemType#LEASE_LOST}.
     */
    public Uni<JobStatus> complete(HeldJob job, ObjectNode result, long bytes) {
        return store.complete(job, result, bytes).map(JobDispatcher::held).invoke(metrics::reported);
    }

    /** Completes a job with a result that has no files of a known size. */
    public Uni<JobStatus> complete(HeldJob job, ObjectNode result) {
        return complete(job, result, 0);
    }

    /**
     * Reports that an attempt failed.
     *
     * @param error the reason, for the owner of the job
     * @param retryable whether another attempt may succeed; it is made after a pause while attempts are left
     * @param logTail the end of the worker's log, for administrators
     * @return {@link JobStatus#QUEUED}, {@link JobStatus#FAILED} or {@link JobStatus#CANCELLED}. Fails with
     *     {@link ProblemType#LEASE_LOST}.
     */
    public Uni<JobStatus> fail(HeldJob job, String error, boolean retryable, Optional<String> logTail) {
        double jitter = MIN_JITTER + JITTER_RANGE * random.nextDouble();
        return store.fail(new DispatchStore.Failure(job, error, retryable, logTail), config.maxAttempts(), jitter)
                .map(JobDispatcher::held)
                .invoke(metrics::reported);
    }

    private static JobStatus held(Optional<JobStatus> status) {
        return status.orElseThrow(ProblemType.LEASE_LOST::exception);
    }

    /** Gives jobs back to the queue without counting an attempt; returns how many of them the worker held. */
    public Uni<Integer> release(List<HeldJob> jobs) {
        return jobs.isEmpty()
                ? Uni.createFrom().item(0)
                : store.release(jobs).invoke(released -> metrics.ended(Outcome.RELEASED, released));
    }

    /** Gives all jobs of an account's workers back to the queue; returns their number. */
    public Uni<Integer> requeueAllOf(String account) {
        return store.releaseAllOf(account).invoke(released -> metrics.ended(Outcome.RELEASED, released));
    }

    /** Fails with {@link ProblemType#LEASE_LOST} unless the worker holds the job. */
    public Uni<Void> requireLease(HeldJob job) {
        return store.isHeld(job)
                .invoke(held -> {
                    if (!held) {
                        throw ProblemType.LEASE_LOST.exception();
                    }
                })
                .replaceWithVoid();
    }

    /** Cancels a job that waits; false when it does not wait. The caller has checked the access to the job. */
    public Uni<Boolean> cancelWaiting(String jobId) {
        return store.cancelWaiting(jobId);
    }

    /**
     * Takes jobs back from vanished workers, queues due retries, includes jobs that other programs queued, and sums up usage. Bounded;
     * to be called each second, by any number of replicas.
     */
    public Uni<Void> step() {
        return store.reclaim(config.maxAttempts(), config.maxRunningPerUser())
                .invoke(vanished -> metrics.ended(Outcome.VANISHED, vanished))
                .replaceWithVoid();
    }

    private String randomBits() {
        byte[] bits = new byte[LEASE_BYTES];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
