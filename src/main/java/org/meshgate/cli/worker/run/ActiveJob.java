package org.meshgate.cli.worker.run;

import java.util.Optional;
import java.util.OptionalDouble;
import org.meshgate.cli.worker.protocol.JobAssignment;
import org.meshgate.cli.worker.protocol.JobReport;

/** A job of this worker, from the claim to its end. Thread-safe. */
final class ActiveJob {

    private final JobAssignment job;
    private Thread thread;
    private StopReason reason;
    private boolean delivering;
    private boolean settling;
    private OptionalDouble progress = OptionalDouble.empty();
    private Optional<String> message = Optional.empty();

    ActiveJob(JobAssignment job) {
        this.job = job;
    }

    JobAssignment job() {
        return job;
    }

    /** The thread that runs it; interrupted when the job is to stop. */
    synchronized void attach(Thread runner) {
        thread = runner;
        if (reason != null) {
            runner.interrupt();
        }
    }

    /** From now on the thread belongs to another job. */
    synchronized void detach() {
        thread = null;
        Thread.interrupted();
    }

    /**
     * Marks the final call as in flight. Until it is answered, a {@code lost} or {@code cancel} of a heartbeat is
     * ignored: the call may have succeeded and only its response got lost.
     */
    synchronized void settle() {
        settling = true;
    }

    /** Stops it; the first reason counts. */
    synchronized void stop(StopReason why) {
        boolean answered = settling && (why == StopReason.LOST || why == StopReason.CANCELLED);
        if (reason == null && !answered) {
            reason = why;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    synchronized Optional<StopReason> stopped() {
        return Optional.ofNullable(reason);
    }

    /** Its result is on the way to the server. */
    synchronized void deliver() {
        delivering = true;
    }

    synchronized boolean isDelivering() {
        return delivering;
    }

    synchronized void progress(double fraction, String text) {
        progress = OptionalDouble.of(fraction);
        message = Optional.of(text).filter(said -> !said.isEmpty());
    }

    synchronized JobReport report() {
        return new JobReport(job.jobId(), job.lease(), progress, message);
    }
}
