package org.meshgate.worker.claim;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.meshgate.caller.AccessWatch;
import org.meshgate.http.ConcurrencyLimiter;
import org.meshgate.http.server.ShutdownState;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.statistics.WorkerPresence;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.redis.feed.InvalidationListener;
import org.meshgate.runtime.PeriodicTasks;
import org.meshgate.runtime.RunMode;
import org.meshgate.worker.registry.WorkerRegistry;

/**
 * Claims jobs for workers, and lets claims wait while there are none. A waiting claim costs an entry in memory: no timer
 * and no command to Redis. Scripts that make a job claimable write {@code queue:news:{feature}}, of which the
 * invalidation feed notifies every process. Each notification triggers one attempt, for the claim that has waited
 * longest; if it gets jobs, the next one tries, so that no notification makes all claims ask Redis at once. In case a
 * notification is lost, one claim of each feature tries every {@value #SAFETY_SECONDS} seconds, each second while the
 * feed is not proven to work.
 */
@ApplicationScoped
public class JobClaims implements InvalidationListener {

    static final int SAFETY_SECONDS = 5;

    private static final Logger LOG = Logger.getLogger(JobClaims.class);

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration SAFETY = Duration.ofSeconds(SAFETY_SECONDS);
    private static final Duration SAFETY_WITHOUT_FEED = Duration.ofSeconds(1);

    private static final int MAX_WAITING = 10_000;

    /** A service account may serve a whole cluster, behind one address. */
    private static final int MAX_WAITING_PER_ACCOUNT = 2000;

    private static final int MAX_WAITING_PER_NETWORK = 2000;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ClaimAttempts attempts;
    private final WorkerRegistry workers;
    private final WorkerPresence presence;
    private final InvalidationFeed feed;
    private final RunMode runMode;
    private final String notificationPrefix;
    private final LongSupplier nanos = System::nanoTime;
    private final ConcurrencyLimiter slots =
            new ConcurrencyLimiter(MAX_WAITING, MAX_WAITING_PER_ACCOUNT, MAX_WAITING_PER_NETWORK);

    private final WaitingClaims waiting;

    private boolean missed;
    private long lastSafetyTry;

    JobClaims(
            ClaimAttempts attempts,
            WaitingClaims waiting,
            WorkerRegistry workers,
            WorkerPresence presence,
            InvalidationFeed feed,
            KeyPrefix prefix,
            RunMode runMode) {
        this.attempts = attempts;
        this.waiting = waiting;
        this.workers = workers;
        this.presence = presence;
        this.feed = feed;
        this.runMode = runMode;
        this.notificationPrefix = prefix.key("queue:news:");
    }

    void start(
            @Observes @Priority(InvalidationFeed.REGISTRATION_PRIORITY) StartupEvent event,
            PeriodicTasks periodicTasks,
            ShutdownState shutdownState) {
        if (runMode.serving()) {
            feed.watch(List.of(notificationPrefix), this);
            shutdownState.onBegin(this::close);
            periodicTasks.every(TICK, LOG, "Waiting claims are not looked after", () -> {
                tick();
                return Uni.createFrom().voidItem();
            });
        }
    }

    /**
     * A claim under way.
     *
     * @param jobs up to as many as requested; empty after the wait, for a draining worker, and when the server stops.
     *     Fails with INVALID_TOKEN when the caller's access ends meanwhile
     * @param abandon is run when the client has gone, at any moment: the claim waits no longer, and jobs that the client
     *     cannot have received go back to the queue
     */
    public record Claim(Uni<List<ClaimedJob>> jobs, Runnable abandon) {}

    /**
     * Claims jobs, at once or as soon as there are some.
     *
     * @param wait zero or more
     * @param network the network of the client
     * @param access is asked before jobs are handed out after a wait
     * @throws BusyException when too many claims wait
     */
    public Claim claim(ClaimRequest request, Duration wait, String network, AccessWatch access) {
        presence.claimed();
        boolean mayWait = !wait.isZero();
        if (mayWait && !slots.enter(request.account(), network)) {
            throw new BusyException("Too many workers wait for jobs at once.", RETRY_AFTER);
        }
        Handover handover = new Handover();
        Uni<List<ClaimedJob>> jobs = Uni.createFrom().emitter(emitter -> {
            PendingClaim claim =
                    new PendingClaim(request, network, access, nanos.getAsLong() + wait.toNanos(), emitter);
            begin(claim, mayWait, handover);
        });
        Uni<List<ClaimedJob>> counted =
                mayWait ? jobs.onTermination().invoke(() -> slots.leave(request.account(), network)) : jobs;
        return new Claim(
                counted.invoke(claimed -> {
                    handover.jobs = claimed;
                    if (handover.gone) {
                        attempts.giveBack(request, claimed);
                    }
                }),
                () -> abandon(request, handover));
    }

    /** What a request has got so far. */
    private static final class Handover {
        private volatile Optional<PendingClaim> claim = Optional.empty();
        private volatile boolean gone;
        private volatile List<ClaimedJob> jobs = List.of();
    }

    private void begin(PendingClaim claim, boolean mayWait, Handover handover) {
        handover.claim = Optional.of(claim);
        boolean stopped;
        synchronized (waiting) {
            stopped = waiting.closed()
                    || handover.gone
                    || !mayWait && workers.draining(claim.request().workerId());
            claim.attempting(true);
            if (stopped) {
                claim.end();
            } else if (mayWait) {
                waiting.add(claim);
            }
        }
        if (stopped) {
            claim.answer(List.of());
            return;
        }
        if (mayWait) {
            Runnable unwatch = claim.access().begin(() -> lose(claim));
            boolean late;
            synchronized (waiting) {
                claim.unwatch(unwatch);
                late = claim.over();
            }
            if (late) { // it ended before it could stop the watch
                unwatch.run();
            }
        }
        if (workers.draining(claim.request().workerId())) {
            attempts.stay(claim);
        } else {
            attempts.first(claim);
        }
    }

    /** The client has gone. */
    private void abandon(ClaimRequest request, Handover handover) {
        handover.gone = true;
        handover.claim.ifPresent(claim -> {
            if (attempts.end(claim)) {
                claim.answer(List.of());
            }
        });
        attempts.giveBack(request, handover.jobs);
    }

    /** The caller's access has ended. */
    private void lose(PendingClaim claim) {
        if (attempts.end(claim)) {
            claim.fail(ProblemType.INVALID_TOKEN.exception());
        }
    }

    /** Answers claims whose time is over, and tries without a notification from time to time. */
    void tick() {
        long now = nanos.getAsLong();
        List<PendingClaim> over;
        List<String> features = List.of();
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return;
            }
            over = waiting.all().stream()
                    .filter(claim -> !claim.attempting() && claim.expired(now))
                    .toList();
            Duration pause = missed || !feed.proven() ? SAFETY_WITHOUT_FEED : SAFETY;
            if (now - lastSafetyTry >= pause.toNanos()) {
                lastSafetyTry = now;
                missed = false;
                features =
                        waiting.cover(claim -> !workers.draining(claim.request().workerId()));
            }
        }
        answerEmpty(over);
        features.forEach(feature -> attempts.wake(feature));
    }

    private void answerEmpty(List<PendingClaim> claims) {
        claims.stream().filter(attempts::end).forEach(claim -> claim.answer(List.of()));
    }

    private void close() {
        List<PendingClaim> idle;
        synchronized (waiting) {
            waiting.close();
            idle = waiting.all().stream().filter(claim -> !claim.attempting()).toList();
        }
        answerEmpty(idle);
    }

    @Override
    public void changed(String key) {
        String feature = key.substring(notificationPrefix.length());
        synchronized (waiting) {
            waiting.notified(feature);
        }
        attempts.wake(feature);
    }

    @Override
    public void anythingChanged() {
        synchronized (waiting) {
            missed = true;
        }
    }

    /** The number of waiting claims. */
    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }
}
