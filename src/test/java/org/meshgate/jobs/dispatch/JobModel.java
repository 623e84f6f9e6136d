package org.meshgate.jobs.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.meshgate.jobs.record.JobStatus;

/** What the scripts do, in memory and in a few lines: the model that {@link DispatcherModelTest} compares them with. */
final class JobModel {

    static final int MAX_ATTEMPTS = 3;

    final Map<String, Job> jobs = new TreeMap<>();
    final Map<String, Integer> limits = new HashMap<>();

    /** The time of the call that is being modelled. */
    Instant now = Instant.EPOCH;

    /** Where a job is. */
    enum Place {
        PENDING,
        DELAYED,
        LEASE,
        SCHEDULER,
        NONE
    }

    /** The lease of an attempt, which goes on to be used after its end. */
    record Lease(String job, String lease, String account) {

        HeldJob held() {
            return new HeldJob(Optional.of(account), job, lease);
        }
    }

    static final class Job {
        final String owner;
        final String feature;
        final String model;
        JobStatus status = JobStatus.QUEUED;
        Place place = Place.PENDING;
        int attempt;
        int failures;
        boolean cancelling;
        Instant cancelRequested = Instant.EPOCH;
        Instant until = Instant.EPOCH;
        Instant since = Instant.EPOCH;
        long gpuMillis;
        Lease lease;
        Lease last;

        /** What the last call of the last attempt was answered; absent when the job was taken away. */
        Optional<JobStatus> outcome = Optional.empty();

        Job(String owner, String feature, String model) {
            this.owner = owner;
            this.feature = feature;
            this.model = model;
        }

        void move(JobStatus to, Place where) {
            status = to;
            place = where;
            if (to.ended()) {
                cancelling = false;
            }
        }

        /** Adds the time since the claim, or since the start by the old scheduler. */
        void measure(Instant now) {
            gpuMillis += now.toEpochMilli() - since.toEpochMilli();
        }

        void endAttempt(JobStatus to, Place where, Instant now) {
            measure(now);
            outcome = Optional.of(to);
            last = lease;
            lease = null;
            move(to, where);
        }

        private void lose(JobStatus to, Place where, Instant now) {
            endAttempt(to, where, now);
            outcome = Optional.empty();
        }

        private void returnToQueue(Instant now) {
            if (cancelling) {
                endAttempt(JobStatus.CANCELLED, Place.NONE, now);
            } else {
                lose(JobStatus.QUEUED, Place.PENDING, now);
            }
        }
    }

    /** The GPU milliseconds of each job that has ended. */
    Map<String, Long> usage() {
        Map<String, Long> usage = new TreeMap<>();
        jobs.forEach((id, job) -> {
            if (job.status.ended()) {
                usage.put(id, job.gpuMillis);
            }
        });
        return usage;
    }

    Job job(Lease lease) {
        return jobs.get(lease.job());
    }

    boolean holds(Lease lease) {
        Job job = job(lease);
        return job != null && job.place == Place.LEASE && lease.equals(job.lease);
    }

    private Optional<JobStatus> answeredBefore(Lease lease) {
        Job job = job(lease);
        return job != null && lease.equals(job.last) ? job.outcome : Optional.empty();
    }

    void claimed(ClaimedJob claimed, String account, Instant now) {
        Job job = jobs.get(claimed.jobId());
        job.attempt++;
        job.lease = new Lease(claimed.jobId(), claimed.lease(), account);
        job.until = now.plus(JobDispatcher.LEASE);
        job.since = now;
        job.move(JobStatus.PROCESSING, Place.LEASE);
    }

    /** Whether one more job of its owner may run. */
    boolean isBelowLimit(Job job) {
        int limit = limits.getOrDefault(job.owner, 0);
        return limit == 0
                || jobs.values().stream()
                                .filter(other -> other.owner.equals(job.owner) && other.status == JobStatus.PROCESSING)
                                .count()
                        < limit;
    }

    List<Job> claimable(Set<String> features, Set<String> models) {
        return jobs.values().stream()
                .filter(job -> job.place == Place.PENDING && features.contains(job.feature))
                .filter(job -> models.isEmpty() || job.model.isEmpty() || models.contains(job.model))
                .filter(this::isBelowLimit)
                .toList();
    }

    HeartbeatOrder heartbeat(Lease lease, Instant now) {
        if (!holds(lease)) {
            return HeartbeatOrder.LOST;
        }
        job(lease).until = now.plus(JobDispatcher.LEASE);
        return job(lease).cancelling ? HeartbeatOrder.CANCEL : HeartbeatOrder.CONTINUE;
    }

    /** The new status; absent for a lost lease. */
    Optional<JobStatus> complete(Lease lease) {
        if (!holds(lease)) {
            return answeredBefore(lease).filter(status -> status != JobStatus.FAILED && status != JobStatus.QUEUED);
        }
        Job job = job(lease);
        job.endAttempt(job.cancelling ? JobStatus.CANCELLED : JobStatus.COMPLETED, Place.NONE, now);
        return Optional.of(job.status);
    }

    Optional<JobStatus> fail(Lease lease, boolean retryable) {
        if (!holds(lease)) {
            return answeredBefore(lease).filter(status -> status != JobStatus.COMPLETED);
        }
        Job job = job(lease);
        if (job.cancelling) {
            job.endAttempt(JobStatus.CANCELLED, Place.NONE, now);
        } else if (retryable && job.failures + 1 < MAX_ATTEMPTS) {
            job.failures++;
            job.endAttempt(JobStatus.QUEUED, Place.DELAYED, now);
        } else {
            job.endAttempt(JobStatus.FAILED, Place.NONE, now);
        }
        return Optional.of(job.status);
    }

    int release(List<Lease> leases) {
        int released = 0;
        for (Lease lease : leases) {
            if (holds(lease)) {
                job(lease).returnToQueue(now);
                released++;
            }
        }
        return released;
    }

    int requeueAllOf(String account) {
        return release(jobs.values().stream()
                .filter(job -> job.place == Place.LEASE && job.lease.account().equals(account))
                .map(job -> job.lease)
                .toList());
    }

    void step(Instant now) {
        for (Job job : new ArrayList<>(jobs.values())) {
            boolean expired = job.place == Place.LEASE && !job.until.isAfter(now);
            boolean disobedient = job.place == Place.LEASE
                    && job.cancelling
                    && !job.cancelRequested.plus(JobDispatcher.CANCEL_GRACE).isAfter(now);
            if (job.place == Place.DELAYED && !job.until.isAfter(now)) {
                job.place = Place.PENDING;
            } else if (expired && !job.cancelling) {
                job.failures++;
                if (job.failures >= MAX_ATTEMPTS) {
                    job.lose(JobStatus.FAILED, Place.NONE, now);
                } else {
                    job.returnToQueue(now);
                }
            } else if (expired || disobedient) {
                job.returnToQueue(now);
            }
        }
    }

    /** The shortest and the longest pause after this many failures. */
    static Duration pause(int failures, double jitter) {
        long millis = Math.min(300_000, 5000L << (failures - 1));
        return Duration.ofMillis(Math.round(millis * jitter));
    }
}
