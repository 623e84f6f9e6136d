package org.meshgate.jobs.events;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.meshgate.caller.Caller;
import org.meshgate.jobs.record.JobRecord;

/** Waits for the end of a job, for a client that asked for it with {@code Prefer: wait} (RFC 7240, section 4.3). */
@ApplicationScoped
public class JobWaiter {

    private static final int MAX_WAITING = 1000;

    private final JobFollowers followers;
    private final Vertx vertx;
    private final AtomicInteger waiting = new AtomicInteger();

    JobWaiter(JobFollowers followers, Vertx vertx) {
        this.followers = followers;
        this.vertx = vertx;
    }

    /**
     * A wait.
     *
     * @param ended the job at its end; absent when the time is over, the job was deleted or the wait was given up
     * @param giveUp ends the wait at once, from any thread; idempotent
     */
    public record Wait(Uni<Optional<JobRecord>> ended, Runnable giveUp) {}

    /** Starts to wait for a job of the caller; absent when too many clients wait. */
    public Optional<Wait> begin(Caller caller, String jobId, Duration limit) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Optional.empty();
        }
        CompletableFuture<Optional<JobRecord>> ended = new CompletableFuture<>();
        long timer = vertx.setTimer(Math.max(1, limit.toMillis()), over -> ended.complete(Optional.empty()));
        Runnable stop = followers.follow(caller, jobId, poll -> look(poll, ended));
        ended.whenComplete((job, failure) -> {
            stop.run();
            vertx.cancelTimer(timer);
            waiting.decrementAndGet();
        });
        return Optional.of(new Wait(Uni.createFrom().completionStage(ended), () -> ended.complete(Optional.empty())));
    }

    /** The number of clients that wait. */
    int size() {
        return waiting.get();
    }

    private static void look(JobFollowers.Poll poll, CompletableFuture<Optional<JobRecord>> ended) {
        if (poll instanceof JobFollowers.Poll.Snapshot snapshot && snapshot.ended()) {
            ended.complete(snapshot.job());
        } else if (poll instanceof JobFollowers.Poll.Refused) {
            ended.complete(Optional.empty());
        }
    }
}
