package org.meshgate.cli.worker.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The jobs that this worker runs, by lease. At most as many as its concurrency. Thread-safe. */
final class ActiveJobs {

    private final Map<String, ActiveJob> byLease = new LinkedHashMap<>();

    /** Adds a job. Of an earlier attempt at the same job, the lease must have ended. */
    synchronized void add(ActiveJob job) {
        byLease.values().stream()
                .filter(other -> other.job().jobId().equals(job.job().jobId()))
                .forEach(earlier -> earlier.stop(StopReason.LOST));
        byLease.put(job.job().lease(), job);
    }

    synchronized void remove(ActiveJob job) {
        byLease.remove(job.job().lease(), job);
        notifyAll();
    }

    synchronized Collection<ActiveJob> all() {
        return List.copyOf(byLease.values());
    }

    /** Those whose leases the worker wants to keep: a cancelled job has one until that was reported. */
    List<ActiveJob> held() {
        return all().stream()
                .filter(job -> job.stopped().isEmpty() || job.stopped().get() == StopReason.CANCELLED)
                .toList();
    }

    /** Waits until there is none, up to a limit. */
    synchronized boolean awaitNone(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!byLease.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
