package org.meshgate.cli.worker.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobExecutor;
import org.meshgate.cli.worker.job.JobFolder;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.LocalFile;
import org.meshgate.cli.worker.job.WorkDirectory;
import org.meshgate.cli.worker.protocol.InputFile;
import org.meshgate.cli.worker.protocol.JobAssignment;
import org.meshgate.cli.worker.protocol.LeaseLostException;
import org.meshgate.cli.worker.protocol.Retry;
import org.meshgate.cli.worker.protocol.WorkerApi;

/** Runs one job after another in the calling thread: input files, execution, delivery. */
final class JobRunner {

    /** For an input whose size the server does not know. */
    private static final long MAX_INPUT = 2L * 1024 * 1024 * 1024;

    private static final int MAX_BROKEN_DOWNLOADS = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final WorkerApi api;
    private final Retry retry;
    private final WorkDirectory work;
    private final JobExecutor executor;
    private final Duration timeout;
    private final ResultDelivery delivery;
    private final WorkerLog log;

    JobRunner(WorkerApi api, Retry retry, WorkDirectory work, JobExecutor executor, Duration timeout, WorkerLog log) {
        this.api = api;
        this.retry = retry;
        this.work = work;
        this.executor = executor;
        this.timeout = timeout;
        this.delivery = new ResultDelivery(api, retry, log);
        this.log = log;
    }

    /**
     * Runs a job to its end. Throws nothing.
     *
     * @param onTokenRefused is told when the server accepts the token no longer
     */
    void run(ActiveJob running, Consumer<ApiException.TokenRefused> onTokenRefused) {
        running.attach(Thread.currentThread());
        long start = System.nanoTime();
        try {
            attempt(running);
        } catch (InterruptedException stopped) {
            afterStop(running, seconds(start), onTokenRefused);
        } catch (ApiException.TokenRefused refused) {
            onTokenRefused.accept(refused);
        } catch (LeaseLostException lost) {
            log.ended(running.job(), "lost", seconds(start), lost.getMessage());
        } catch (IOException | RuntimeException unexpected) {
            log.ended(running.job(), "gave up", seconds(start), unexpected.toString());
        } finally {
            running.detach();
        }
    }

    private void attempt(ActiveJob running) throws IOException, InterruptedException {
        JobAssignment job = running.job();
        long start = System.nanoTime();
        Optional<JobFolder> folder = Optional.empty();
        try {
            JobOutcome outcome;
            try {
                folder = Optional.of(work.create(job));
                outcome = execute(running, folder.get());
            } catch (ApiException.Refused refused) {
                outcome = JobOutcome.Failure.permanent("An input file cannot be fetched: " + refused.getMessage());
            } catch (ApiException.Unavailable broken) {
                outcome = JobOutcome.Failure.retryable("An input file cannot be fetched: " + broken.getMessage());
            } catch (ApiException lost) {
                throw lost;
            } catch (IOException machine) {
                log.line(job.jobId() + ": " + machine);
                outcome = JobOutcome.Failure.retryable("The worker could not run the job ("
                        + machine.getClass().getSimpleName() + ").");
            }
            running.deliver();
            delivery.deliver(running, outcome, seconds(start));
        } finally {
            folder.ifPresent(work::remove);
        }
    }

    private JobOutcome execute(ActiveJob running, JobFolder folder) throws IOException, InterruptedException {
        JobAssignment job = running.job();
        List<LocalFile> files = new ArrayList<>();
        for (InputFile file : job.files()) {
            Path target = folder.inputFile(file.field(), file.name());
            retry.call(
                    () -> {
                        api.download(file, target, MAX_INPUT);
                        return target;
                    },
                    MAX_BROKEN_DOWNLOADS,
                    failure -> log.unavailable(failure.getMessage()));
            files.add(new LocalFile(file.field(), file.name(), target));
        }
        Duration limit =
                job.timeout().filter(asked -> asked.compareTo(timeout) < 0).orElse(timeout);
        return executor.execute(new JobContext(job, folder, files, limit, running::progress));
    }

    private void afterStop(ActiveJob running, double seconds, Consumer<ApiException.TokenRefused> onTokenRefused) {
        JobAssignment job = running.job();
        switch (running.stopped().orElse(StopReason.RELEASED)) {
            case CANCELLED -> reportCancelled(running, seconds, onTokenRefused);
            case LOST -> log.ended(job, "lost", seconds, "the server gave it to another worker, or it has ended");
            case RELEASED -> log.ended(job, "released", seconds, "the worker stops");
            case TOKEN_REFUSED -> log.ended(job, "stopped", seconds, "the server refuses the token");
        }
    }

    /** Frees the job at once; without it the server would wait some seconds. */
    private void reportCancelled(
            ActiveJob running, double seconds, Consumer<ApiException.TokenRefused> onTokenRefused) {
        JobAssignment job = running.job();
        try {
            delivery.fail(running, JobOutcome.Failure.permanent("Cancelled."), seconds);
        } catch (ApiException.TokenRefused refused) {
            onTokenRefused.accept(refused);
        } catch (LeaseLostException ended) {
            log.ended(job, "cancelled", seconds, "by its owner");
        } catch (IOException failed) {
            log.ended(job, "cancelled", seconds, failed.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
