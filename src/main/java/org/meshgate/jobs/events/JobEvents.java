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
 * Streams of job events. For each subscription the record is polled once a second, and the ownership rule is applied to
 * each poll. A stream ends with the job, after five minutes, or as soon as the caller loses access, see
 * {@link org.meshgate.caller.AccessWatch}.
 */
@ApplicationScoped
class JobEvents {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(14);

    /** Five minutes; then the client reconnects, and its token is verified again. */
    private static final int MAX_POLLS = 300;

    private static final int MAX_SUBSCRIPTIONS = 1000;
    private static final int MAX_SUBSCRIPTIONS_PER_USER = 50;
    private static final int MAX_SUBSCRIPTIONS_PER_NETWORK = 250;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final JobAccess access;
    private final Clock clock;
    private final JobAccessAudit audit;
    private final ConcurrencyLimiter subscriptions =
            new ConcurrencyLimiter(MAX_SUBSCRIPTIONS, MAX_SUBSCRIPTIONS_PER_USER, MAX_SUBSCRIPTIONS_PER_NETWORK);

    JobEvents(JobAccess access, Clock clock, JobAccessAudit audit) {
        this.audit = audit;
        this.access = access;
        this.clock = clock;
    }

    /** An event of a job. */
    sealed interface Event {

        /**
         * The status or the queue position has changed; also the first event of each stream.
         *
         * @param queuePosition from 1, while the job waits
         */
        record Status(String status, OptionalLong queuePosition) implements Event {}

        /**
         * The progress has changed.
         *
         * @param progress from 0 to 1
         */
        record Progress(double progress) implements Event {}

        /** The last event: the job has ended with this status or was deleted. */
        record Done(String status) implements Event {}

        /** Sent when nothing has happened for a while, because proxies close idle connections. */
        record Heartbeat() implements Event {}
    }

    /**
     * A subscription to the events of a job.
     *
     * @param events can be subscribed to once
     * @param end is run when the client disconnects, at any moment; idempotent
     */
    record Subscription(Multi<Event> events, Runnable end) {}

    /**
     * Subscribes to a job until it ends, for five minutes at most.
     *
     * @param network the network of the client
     * @param endReceived whether the client has received the last event before
     * @return absent when the job has ended and the client knows it; fails as {@link JobAccess#find} does, and with
     *     {@link BusyException} when there are too many subscriptions
     */
    Uni<Optional<Subscription>> subscribe(Caller caller, String network, String id, boolean endReceived) {
        JobAccessAudit.Recorder recorder = audit.recorder(caller, AuditAction.JOB_READ);
        return access.find(caller, id).invoke(recorder::seen).map(first -> {
            if (endReceived && first.status().filter(JobStatus::ended).isPresent()) {
                return Optional.empty();
            }
            Optional<String> user = user(caller);
            if (!subscriptions.enter(user, network)) {
                throw new BusyException("Too many clients listen to jobs at once.", RETRY_AFTER);
            }
            AtomicBoolean active = new AtomicBoolean(true);
            Runnable end = () -> {
                if (active.getAndSet(false)) {
                    subscriptions.leave(user, network);
                }
            };
            return Optional.of(
                    new Subscription(events(caller, id).onTermination().invoke(end), end));
        });
    }

    private Multi<Event> events(Caller caller, String id) {
        EventDiff diff = new EventDiff(clock);
        return Multi.createBy()
                .repeating()
                .uni(() -> poll(caller, id))
                .withDelay(POLL_INTERVAL)
                .whilst(poll -> !(poll instanceof Poll.Snapshot snapshot) || !diff.ends(snapshot.job()))
                .select()
                .first(MAX_POLLS)
                .onItem()
                .transformToMultiAndConcatenate(poll -> Multi.createFrom().iterable(diff.next(poll)));
    }

    /** Absent in simple mode, where all callers are anonymous. */
    private static Optional<String> user(Caller caller) {
        return caller instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty();
    }

    /** The number of current subscriptions. */
    int size() {
        return subscriptions.taken();
    }

    private Uni<Poll> poll(Caller caller, String id) {
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

        /** Redis does not answer at the moment. */
        record Unavailable() implements Poll {}
    }

    /** Turns polls into the events that one subscription has not received yet. */
    private static final class EventDiff {

        private static final String DELETED = "deleted";

        private final Clock clock;
        private Optional<Event> lastStatus = Optional.empty();
        private Optional<Event> lastProgress = Optional.empty();
        private Instant lastEvent;

        EventDiff(Clock clock) {
            this.clock = clock;
            this.lastEvent = clock.instant();
        }

        boolean ends(Optional<JobRecord> job) {
            return job.flatMap(JobRecord::status).map(JobStatus::ended).orElse(job.isEmpty());
        }

        List<Event> next(Poll poll) {
            List<Event> events = new ArrayList<>();
            if (poll instanceof Poll.Snapshot snapshot) {
                snapshot.job().ifPresent(job -> addChanges(job, events));
                if (ends(snapshot.job())) {
                    events.add(new Event.Done(
                            snapshot.job().map(JobRecord::statusText).orElse(DELETED)));
                }
            }
            Instant now = clock.instant();
            if (events.isEmpty() && now.isAfter(lastEvent.plus(HEARTBEAT))) {
                events.add(new Event.Heartbeat());
            }
            if (!events.isEmpty()) {
                lastEvent = now;
            }
            return events;
        }

        private void addChanges(JobRecord job, List<Event> events) {
            Event status = new Event.Status(
                    job.statusText(),
                    job.ahead().isPresent() ? OptionalLong.of(job.ahead().getAsLong() + 1) : OptionalLong.empty());
            if (!lastStatus.equals(Optional.of(status))) {
                lastStatus = Optional.of(status);
                events.add(status);
            }
            job.progress().ifPresent(value -> {
                Event progress = new Event.Progress(value);
                if (!lastProgress.equals(Optional.of(progress))) {
                    lastProgress = Optional.of(progress);
                    events.add(progress);
                }
            });
        }
    }
}
