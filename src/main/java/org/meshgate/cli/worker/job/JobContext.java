package org.meshgate.cli.worker.job;

import java.time.Duration;
import java.util.List;
import org.meshgate.cli.worker.protocol.JobAssignment;

/**
 * A job that is ready to run.
 *
 * @param folder its private folders
 * @param files the input files, fetched
 * @param timeout how long the attempt may take
 */
public record JobContext(
        JobAssignment job, JobFolder folder, List<LocalFile> files, Duration timeout, ProgressListener progress) {

    /** Told of progress by the executor. */
    @FunctionalInterface
    public interface ProgressListener {

        /**
         * Called from any thread.
         *
         * @param fraction 0 to 1
         * @param message printable, may be empty
         */
        void progress(double fraction, String message);
    }

    public JobContext {
        files = List.copyOf(files);
    }
}
