package org.meshgate.jobs.events;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.meshgate.caller.Caller;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.runtime.PeriodicTasks;
import org.meshgate.runtime.vertx.VertxContext;

/**
 * Reads a job again after each change, for a caller who follows it. The ownership rule is applied to each read. A
 * waiting job is read every two seconds as well, because its position depends on other jobs; and every second while
 * Redis does not tell of changes. One timer serves all followers.
 */
@ApplicationScoped
class JobFollowers {

    private static final Logger LOG = Logger.getLogger(JobFollowers.class);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final long UNPROVEN_NANOS = Duration.ofMillis(900).toNanos();
    private static final long WAITING_NANOS = Duration.ofMillis(1900).toNanos();

    /** Below the 15 seconds after which a stream sends a comment. */
    private static final long IDLE_NANOS = Duration.ofSeconds(14).toNanos();

    private final JobAccess access;
    private final JobChangeFeed changes;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    JobFollowers(JobAccess access, JobChangeFeed changes) {
        this.access = access;
        this.changes = changes;
    }

    /** What a follower is told. */
    sealed interface Poll {

        /**
         * The job was read.
         *
         * @param job absent when it was deleted
         */
        record Snapshot(Optional<JobRecord> job) implements Poll {

            boolean ended() {
                return job.map(found -> found.status().filter(JobStatus::ended).isPresent())
                        .orElse(true);
            }
        }

        /** Nothing was read for a while, or Redis does not answer at the moment. */
        record Idle() implements Poll {}

        /** The caller may not read the job any more. */
        record Refused(Throwable failure) implements Poll {}
    }

    void start(@Observes StartupEvent event, PeriodicTasks tasks) {
        tasks.every(TICK, LOG, "following jobs failed", () -> {
            followers.forEach(Follower::tick);
            return Uni.createFrom().voidItem();
        });
    }

    /**
     * Follows a job until it is stopped.
     *
     * @param listener called in sequence, on the Vert.x context of the calling code
     * @return stops; idempotent
     */
    Runnable follow(Caller caller, String jobId, Consumer<Poll> listener) {
        Follower follower = new Follower(caller, jobId, listener);
        Runnable stop = changes.listen(jobId, follower::read);
        followers.add(follower);
        follower.read();
        return () -> {
            stop.run();
            followers.remove(follower);
        };
    }

    private final class Follower {

        private final Caller caller;
        private final String jobId;
        private final Consumer<Poll> listener;
        private final VertxContext origin = VertxContext.here();
        private final AtomicBoolean reading = new AtomicBoolean();

        private volatile boolean changed;
        private volatile boolean waiting;
        private volatile long told = System.nanoTime();

        Follower(Caller caller, String jobId, Consumer<Poll> listener) {
            this.caller = caller;
            this.jobId = jobId;
            this.listener = listener;
        }

        void tick() {
            long silent = System.nanoTime() - told;
            if (waiting && silent > WAITING_NANOS || silent > UNPROVEN_NANOS && !changes.proven()) {
                read();
            } else if (silent > IDLE_NANOS) {
                origin.run(() -> tell(new Poll.Idle()));
            }
        }

        /** Reads the job; a change during the read makes it read once more. */
        void read() {
            changed = true;
            if (reading.compareAndSet(false, true)) {
                origin.run(this::readNow);
            }
        }

        private void readNow() {
            changed = false;
            access.find(caller, jobId)
                    .subscribe()
                    .with(job -> seen(new Poll.Snapshot(Optional.of(job))), failure -> seen(poll(failure)));
        }

        private Poll poll(Throwable failure) {
            if (failure instanceof ProblemException problem) {
                if (problem.type() == ProblemType.JOB_NOT_FOUND) {
                    return new Poll.Snapshot(Optional.empty());
                }
                if (problem.type() == ProblemType.STORAGE_UNAVAILABLE || failure instanceof BusyException) {
                    return new Poll.Idle();
                }
            }
            return new Poll.Refused(failure);
        }

        private void seen(Poll poll) {
            waiting = poll instanceof Poll.Snapshot snapshot
                    && snapshot.job()
                            .flatMap(JobRecord::status)
                            .filter(JobStatus.QUEUED::equals)
                            .isPresent();
            tell(poll);
            reading.set(false);
            if (changed) {
                read();
            }
        }

        private void tell(Poll poll) {
            told = System.nanoTime();
            listener.accept(poll);
        }
    }
}
