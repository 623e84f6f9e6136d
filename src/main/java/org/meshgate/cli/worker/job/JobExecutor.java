package org.meshgate.cli.worker.job;

import java.io.IOException;

/** Runs jobs, one per call and several at the same time. */
@FunctionalInterface
public interface JobExecutor {

    /**
     * Runs a job to its end.
     *
     * @throws IOException when the machine fails: a full disk, no rights. The attempt may be repeated elsewhere
     * @throws InterruptedException when the thread was interrupted; nothing of the job runs on
     */
    JobOutcome execute(JobContext context) throws IOException, InterruptedException;
}
