package org.meshgate.jobs.events;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Caller;
import org.meshgate.http.ConcurrencyLimiter;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.access.JobAccessAudit;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.JobNotFoundException;
import org.meshgate.problem.StorageUnavailableException;

/**
 * What happens to a job, as it happens. The record is read once a second for each listener, through the ownership rule each
 * time. A stream ends with the job, after five minutes, or as soon as its caller loses access, see
 * {@link org.meshgate.caller.AccessWatch}.
 */
@ApplicationScoped
class JobEvents {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(14);

    /** After five minutes the client asks anew, with a token that is checked anew. */
    private static final int MAX_PERIODS = 300;

    private static final int MAX_LISTENERS = 1000;
    private static final int MAX_LISTENERS_PER_USER = 50;
    private static final int MAX_LISTENERS_PER_NETWORK = 250;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final JobAccess access;
    private final Clock clock;
    private final JobAccessAudit foreign;
    private final ConcurrencyLimiter listeners =
            new ConcurrencyLimiter(MAX_LISTENERS, MAX_LISTENERS_PER_USER, MAX_LISTENERS_PER_NETWORK);

    JobEvents(JobAccess access, Clock clock, JobAccessAudit foreign) {
        this.foreign = foreign;
        this.access = access;
        this.clock = clock;
    }

    /** Something to tell. */
    sealed interface Event {

        /**
         * The job has another status or another place in the queue; also the first thing that a listener hears.
         *
         * @param queuePosition from 1, while it waits
         */
        record Status(String status, OptionalLong queuePosition) implements Event {}

        /** @param progress from 0 to 1 */
        record Progress(double progress) implements Event {}

        /** The job has ended, with its last status, or was deleted; nothing follows. */
        record Done(String status) implements Event {}

        /** Nothing has happened for a while; for those who close silent connections. */
        record Heartbeat() implements Event {}
    }

    /**
     * Somebody who listens.
     *
     * @param events to be subscribed to once
     * @param end to be run when the client has gone, at whatever moment; more than once does no harm
     */
    record Subscription(Multi<Event> events, Runnable end) {}

    /**
     * Listens to a job until it ends, for five minutes at most.
     *
     * @param network from where
     * @param toldEnd whether the client says that it knows the end of the job
     * @return nothing when the job has ended and the client knows it; fails as {@link JobAccess#find} does, and with {@link BusyException} when too many listen
     */
    Uni<Optional<Subscription>> listen(Caller caller, String network, String id, boolean toldEnd) {
        JobAccessAudit.Watch watch = foreign.watch(caller, AuditAction.JOB_READ);
        return access.find(caller, id).invoke(watch::seen).map(first -> {
            if (toldEnd && first.status().filter(JobStatus::ended).isPresent()) {
                return Optional.empty();
            }
            Optional<String> user = user(caller);
            if (!listeners.enter(user, network)) {
                throw new BusyException("Too many clients listen to jobs at once.", RETRY_AFTER);
            }
            AtomicBoolean listens = new AtomicBoolean(true);
            Runnable end = () -> {
                if (listens.getAndSet(false)) {
                    listeners.leave(user, network);
                }
            };
            return Optional.of(
                    new Subscription(events(caller, id).onTermination().invoke(end), end));
        });
    }

    private Multi<Event> events(Caller caller, String id) {
        EventDiff telling = new EventDiff(clock);
        return Multi.createBy()
                .repeating()
                .uni(() -> look(caller, id))
                .withDelay(PERIOD)
                .whilst(look -> !(look instanceof Poll.Snapshot seen) || !telling.ends(seen.job()))
                .select()
                .first(MAX_PERIODS)
                .onItem()
                .transformToMultiAndConcatenate(look -> Multi.createFrom().iterable(telling.news(look)));
    }

    /** Without accounts nobody can be told from the others. */
    private static Optional<String> user(Caller caller) {
        return caller instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty();
    }

    /** How many listen now. */
    int listening() {
        return listeners.taken();
    }

    private Uni<Poll> look(Caller caller, String id) {
        return access.find(caller, id)
                .<Poll>map(job -> new Poll.Snapshot(Optional.of(job)))
                .onFailure(JobNotFoundException.class)
                .recoverWithItem(new Poll.Snapshot(Optional.empty()))
                .onFailure(StorageUnavailableException.class)
                .recoverWithItem(new Poll.Unavailable());
    }

    private sealed interface Poll {
        /** @param job absent when it was deleted */
        record Snapshot(Optional<JobRecord> job) implements Poll {}

        /** Redis cannot be asked at the moment. */
        record Unavailable() implements Poll {}
    }

    /** What one listener knows already. */
    private static final class EventDiff {

        private static final String DELETED = "deleted";

        private final Clock clock;
        private Optional<Event> lastStatus = Optional.empty();
        private Optional<Event> lastProgress = Optional.empty();
        private Instant lastTold;

        EventDiff(Clock clock) {
            this.clock = clock;
            this.lastTold = clock.instant();
        }

        boolean ends(Optional<JobRecord> job) {
            return job.flatMap(JobRecord::status).map(JobStatus::ended).orElse(job.isEmpty());
        }

        List<Event> news(Poll look) {
            List<Event> news = new ArrayList<>();
            if (look instanceof Poll.Snapshot seen) {
                seen.job().ifPresent(job -> describe(job, news));
                if (ends(seen.job())) {
                    news.add(
                            new Event.Done(seen.job().map(JobRecord::statusText).orElse(DELETED)));
                }
            }
            Instant now = clock.instant();
            if (news.isEmpty() && now.isAfter(lastTold.plus(HEARTBEAT))) {
                news.add(new Event.Heartbeat());
            }
            if (!news.isEmpty()) {
                lastTold = now;
            }
            return news;
        }

        private void describe(JobRecord job, List<Event> news) {
            Event status = new Event.Status(
                    job.statusText(),
                    job.ahead().isPresent() ? OptionalLong.of(job.ahead().getAsLong() + 1) : OptionalLong.empty());
            if (!lastStatus.equals(Optional.of(status))) {
                lastStatus = Optional.of(status);
                news.add(status);
            }
            job.progress().ifPresent(value -> {
                Event progress = new Event.Progress(value);
                if (!lastProgress.equals(Optional.of(progress))) {
                    lastProgress = Optional.of(progress);
                    news.add(progress);
                }
            });
        }
    }
}
