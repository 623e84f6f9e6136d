package org.meshgate.cli.worker.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.cli.http.ApiException;
import org.meshgate.cli.http.Backoff;
import org.meshgate.cli.worker.job.JobExecutor;
import org.meshgate.cli.worker.job.WorkDirectory;
import org.meshgate.cli.worker.protocol.Capabilities;
import org.meshgate.cli.worker.protocol.ClaimReply;
import org.meshgate.cli.worker.protocol.JobAssignment;
import org.meshgate.cli.worker.protocol.Retry;
import org.meshgate.cli.worker.protocol.WorkerApi;

/** Claims jobs while there are free slots, and runs each in a thread of its own, until it is stopped or drained. */
public final class WorkerLoop {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final WorkerApi api;
    private final Options options;
    private final Retry retry;
    private final WorkerLog log;
    private final JobRunner runner;
    private final Heartbeats heartbeats;
    private final ActiveJobs active = new ActiveJobs();
    private final ExecutorService threads;
    private final Semaphore slots;
    private final AtomicReference<WorkerExit> exit = new AtomicReference<>();
    private volatile boolean draining;
    private Thread claiming;

    /**
     * What a worker does.
     *
     * @param concurrency jobs at the same time
     * @param timeout of a job, at most
     * @param grace how long running jobs may go on when the worker is stopped
     * @param killGrace how long an executor may take to stop a job
     */
    public record Options(
            Capabilities capabilities,
            int concurrency,
            Duration timeout,
            Duration grace,
            Duration killGrace,
            Timings timings) {}

    public WorkerLoop(
            WorkerApi api, Options options, Retry retry, WorkDirectory work, JobExecutor executor, WorkerLog log) {
        this.api = api;
        this.options = options;
        this.retry = retry;
        this.log = log;
        this.runner = new JobRunner(api, retry, work, executor, options.timeout(), log);
        this.heartbeats = new Heartbeats(api, active, log, new ServerOrders());
        this.slots = new Semaphore(options.concurrency());
        this.threads = Executors.newFixedThreadPool(options.concurrency(), task -> {
            Thread thread = new Thread(task, "job");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs until the worker is stopped, drained or refused, and until its jobs have ended. */
    public WorkerExit run() {
        heartbeats.start(options.timings().heartbeat());
        try (heartbeats) {
            claimUntilStopped();
            finishJobs();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            active.all().forEach(job -> job.stop(StopReason.RELEASED));
            threads.shutdownNow();
            awaitThreads();
        }
        return exit.updateAndGet(reason -> reason == null ? WorkerExit.STOPPED : reason);
    }

    /** Claims no more jobs; those that run have the grace to end. */
    public void stop() {
        end(WorkerExit.STOPPED);
    }

    /** What the server orders of the whole worker, in the answer to a heartbeat. */
    private final class ServerOrders implements Heartbeats.Listener {

        @Override
        public void onDrain() {
            drain();
        }

        @Override
        public void onTokenRefused(ApiException.TokenRefused refused) {
            refuseToken(refused);
        }
    }

    private void drain() {
        if (!draining) {
            draining = true;
            log.line("drained by the server: running jobs end, no more are claimed");
            interruptClaim();
        }
    }

    private void refuseToken(ApiException.TokenRefused refused) {
        if (exit.compareAndSet(null, WorkerExit.TOKEN_REFUSED)) {
            log.line("the token is refused: " + refused.getMessage());
        }
        active.all().forEach(job -> job.stop(StopReason.TOKEN_REFUSED));
        interruptClaim();
    }

    private void end(WorkerExit reason) {
        exit.compareAndSet(null, reason);
        interruptClaim();
    }

    private synchronized void interruptClaim() {
        if (claiming != null) {
            claiming.interrupt();
        }
    }

    /** A thread that is interrupted when the worker ends; null for none. */
    private synchronized void interruptible(Thread thread) {
        claiming = thread;
        if (thread == null) {
            Thread.interrupted();
        }
    }

    private boolean isEnding() {
        return draining || exit.get() != null;
    }

    private void claimUntilStopped() {
        Backoff backoff = new Backoff(retry.random(), retry.first(), retry.max());
        while (!isEnding()) {
            try {
                claimOnce(backoff);
            } catch (InterruptedException ending) {
                interruptible(null);
                if (!isEnding()) {
                    end(WorkerExit.STOPPED);
                }
            }
        }
    }

    private void claimOnce(Backoff backoff) throws InterruptedException {
        interruptible(Thread.currentThread());
        if (isEnding()) {
            return;
        }
        slots.acquire();
        int free = 1 + slots.drainPermits();
        int used = 0;
        try {
            ClaimReply reply =
                    api.claim(options.capabilities(), free, options.timings().claimWait());
            List<JobAssignment> jobs = reply.jobs();
            interruptible(null); // jobs that have come are started or given back, whatever happens meanwhile
            backoff.reset();
            log.available();
            used = isEnding() ? 0 : Math.min(free, jobs.size());
            jobs.subList(0, used).forEach(this::start);
            release(jobs.subList(used, jobs.size()));
            if (reply.drain()) {
                drain();
            }
        } catch (ApiException.Unavailable failure) {
            log.unavailable(failure.getMessage());
            Thread.sleep(backoff.next(failure.retryAfter()).toMillis());
        } catch (ApiException.TokenRefused refused) {
            refuseToken(refused);
        } catch (IOException refused) {
            log.line(refused.getMessage());
            end(WorkerExit.REFUSED);
        } finally {
            interruptible(null);
            slots.release(free - used);
        }
    }

    private void start(JobAssignment job) {
        log.claimed(job);
        ActiveJob running = new ActiveJob(job);
        active.add(running);
        threads.execute(() -> {
            try {
                runner.run(running, this::refuseToken);
            } finally {
                active.remove(running);
                slots.release();
            }
        });
    }

    private void finishJobs() throws InterruptedException {
        boolean none = false;
        while (!none && exit.get() == null) { // drained, and not stopped meanwhile
            none = active.awaitNone(POLL_NANOS);
        }
        if (exit.get() == WorkerExit.TOKEN_REFUSED
                || active.awaitNone(options.grace().toNanos())) {
            return;
        }
        giveBack(active.all().stream().filter(job -> !job.isDelivering()).toList());
        if (!active.awaitNone(options.timings().delivery().toNanos())) {
            giveBack(active.all());
        }
    }

    private void giveBack(Collection<ActiveJob> jobs) throws InterruptedException {
        release(jobs.stream()
                .filter(job -> job.stopped().isEmpty())
                .map(ActiveJob::job)
                .toList());
        jobs.forEach(job -> job.stop(StopReason.RELEASED));
    }

    /** Gives jobs back before they are stopped, so that another worker has them at once. */
    private void release(List<JobAssignment> jobs) throws InterruptedException {
        if (jobs.isEmpty()) {
            return;
        }
        try {
            api.release(jobs);
        } catch (IOException failed) {
            log.line("jobs cannot be given back and run elsewhere in a moment: " + failed.getMessage());
        }
    }

    private void awaitThreads() {
        try {
            Duration limit =
                    options.killGrace().plus(options.timings().delivery()).plusSeconds(5);
            threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
