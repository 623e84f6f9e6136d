package org.meshgate.jobs.events;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.meshgate.audit.AuditAction;
import org.meshgate.caller.Caller;
import org.meshgate.config.LimitsConfig;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.http.ConcurrencyLimiter;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.access.JobAccessAudit;
import org.meshgate.jobs.events.JobFollowers.Poll;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.BusyException;

/**
 * Streams of job events. A subscription follows its job ({@link JobFollowers}). A stream ends with the job, after five
 * minutes, or as soon as the caller loses access: {@code AccessMonitor} ({@code identity.verify}) notices that, behind
 * {@link org.meshgate.caller.AccessWatch}, and {@code EventStreamWriter} ({@code http.sse}) ends the response.
 */
@ApplicationScoped
class JobEvents {

    private static final long HEARTBEAT_NANOS = Duration.ofMillis(13_500).toNanos();

    /** Then the client reconnects, and its token is verified again. */
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(5).toNanos();

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final JobAccess access;
    private final JobFollowers followers;
    private final LongSupplier nanos = System::nanoTime;
    private final JobAccessAudit audit;
    private final ConcurrencyLimiter subscriptions;

    JobEvents(JobAccess access, JobFollowers followers, JobAccessAudit audit, MeshgateConfig config) {
        LimitsConfig limits = config.limits();
        this.subscriptions = new ConcurrencyLimiter(
                limits.eventStreams(), limits.eventStreamsPerUser(), limits.eventStreamsPerNetwork());
        this.audit = audit;
        this.access = access;
        this.followers = followers;
    }

    /** An event of a job. */
    sealed interface Event {

        /**
         * The status or the queue position has changed; also the first event of each stream.
         *
         * @param queuePosition from 1, while the job waits
         * @param waitSeconds about how long it will wait, if workers are known
         */
        record Status(String status, OptionalLong queuePosition, OptionalLong waitSeconds) implements Event {}

        /**
         * The progress has changed.
         *
         * @param progress from 0 to 1
         * @param message of the worker
         */
        record Progress(double progress, Optional<String> message) implements Event {}

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
        return Multi.createFrom().emitter(emitter -> {
            EventDiff diff = new EventDiff(nanos);
            Runnable stop = followers.follow(caller, id, poll -> {
                if (poll instanceof Poll.Refused refused) {
                    emitter.fail(refused.failure());
                    return;
                }
                diff.next(poll).forEach(emitter::emit);
                if (diff.isOver()) {
                    emitter.complete();
                }
            });
            emitter.onTermination(stop);
        });
    }

    /** Absent in simple mode, where all callers are anonymous. */
    private static Optional<String> user(Caller caller) {
        return caller instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty();
    }

    /** The number of current subscriptions. */
    int size() {
        return subscriptions.taken();
    }

    /** Turns polls into the events that one subscription has not received yet. */
    private static final class EventDiff {

        private static final String DELETED = "deleted";

        private final LongSupplier nanos;
        private final long started;
        private Optional<Event> lastStatus = Optional.empty();
        private Optional<Event> lastProgress = Optional.empty();
        private long lastEvent;
        private boolean over;

        EventDiff(LongSupplier nanos) {
            this.nanos = nanos;
            this.started = nanos.getAsLong();
            this.lastEvent = started;
        }

        /** Whether the stream ends: with the job, or so that the client's token is verified again. */
        boolean isOver() {
            return over || nanos.getAsLong() - started > MAX_AGE_NANOS;
        }

        List<Event> next(Poll poll) {
            List<Event> events = new ArrayList<>();
            if (poll instanceof Poll.Snapshot snapshot && !over) {
                snapshot.job().ifPresent(job -> addChanges(job, events));
                if (snapshot.ended()) {
                    over = true;
                    events.add(new Event.Done(
                            snapshot.job().map(JobRecord::statusText).orElse(DELETED)));
                }
            }
            long now = nanos.getAsLong();
            if (events.isEmpty() && now - lastEvent > HEARTBEAT_NANOS) {
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
                    job.ahead().isPresent() ? OptionalLong.of(job.ahead().getAsLong() + 1) : OptionalLong.empty(),
                    job.waitSeconds());
            if (!lastStatus.equals(Optional.of(status))) {
                lastStatus = Optional.of(status);
                events.add(status);
            }
            job.progress().ifPresent(value -> {
                Event progress = new Event.Progress(value, job.message());
                if (!lastProgress.equals(Optional.of(progress))) {
                    lastProgress = Optional.of(progress);
                    events.add(progress);
                }
            });
        }
    }
}
