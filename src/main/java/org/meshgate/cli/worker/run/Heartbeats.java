package org.meshgate.cli.worker.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.worker.protocol.HeartbeatInstruction;
import org.meshgate.cli.worker.protocol.HeartbeatReply;
import org.meshgate.cli.worker.protocol.WorkerApi;

/**
 * Renews the leases of all running jobs in one call, and carries out the orders of the answer. Without jobs it sends
 * nothing: an idle worker costs the server its waiting claim alone.
 */
final class Heartbeats implements AutoCloseable {

    private static final Duration PROGRESS_LINE = Duration.ofSeconds(1);

    private final WorkerApi api;
    private final ActiveJobs jobs;
    private final WorkerLog log;
    private final Listener listener;
    private final ScheduledExecutorService scheduler;

    /** Told of what concerns the whole worker. */
    interface Listener {

        void onDrain();

        void onTokenRefused(ApiException.TokenRefused refused);
    }

    Heartbeats(WorkerApi api, ActiveJobs jobs, WorkerLog log, Listener listener) {
        this.api = api;
        this.jobs = jobs;
        this.log = log;
        this.listener = listener;
        this.scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start(Duration period) {
        scheduler.scheduleAtFixedRate(
                guarded(() -> beat(jobs.held())), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        scheduler.scheduleWithFixedDelay(
                guarded(() -> log.progress(jobs.all())),
                PROGRESS_LINE.toMillis(),
                PROGRESS_LINE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void beat(List<ActiveJob> held) {
        try {
            if (!held.isEmpty()) {
                send(held);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<ActiveJob> held) throws InterruptedException {
        try {
            HeartbeatReply reply =
                    api.heartbeat(held.stream().map(ActiveJob::report).toList());
            log.available();
            held.forEach(
                    job -> obey(job, reply.orders().getOrDefault(job.job().jobId(), HeartbeatInstruction.CONTINUE)));
            if (reply.drain()) {
                listener.onDrain();
            }
        } catch (ApiException.TokenRefused refused) {
            listener.onTokenRefused(refused);
        } catch (IOException failed) {
            log.unavailable(failed.getMessage());
        }
    }

    private static void obey(ActiveJob job, HeartbeatInstruction order) {
        switch (order) {
            case CANCEL -> job.stop(StopReason.CANCELLED);
            case LOST -> job.stop(StopReason.LOST);
            case CONTINUE -> {
                // nothing to do
            }
        }
    }

    /** A task that throws would never run again. */
    private Runnable guarded(Runnable task) {
        Consumer<RuntimeException> report = failure -> log.line("heartbeat failed: " + failure);
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                report.accept(failure);
            }
        };
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
