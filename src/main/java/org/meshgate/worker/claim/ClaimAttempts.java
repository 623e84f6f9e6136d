package org.meshgate.worker.claim;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.worker.registry.WorkerRegistry;

/**
 * Asks the dispatcher for jobs on behalf of waiting claims, one attempt after another. When a job of a feature becomes
 * available, tries the longest-waiting claim. If it gets a job, tries the next; if not, tries the next claim with a
 * different set of models.
 */
@ApplicationScoped
class ClaimAttempts {

    private static final Logger LOG = Logger.getLogger(ClaimAttempts.class);

    /** Maximum number of vain attempts after one notification; each is of a claim with another set of models. */
    private static final int MAX_TRIES = 16;

    private final JobDispatcher dispatcher;
    private final WaitingClaims waiting;
    private final WorkerRegistry workers;
    private final LongSupplier nanos = System::nanoTime;

    ClaimAttempts(JobDispatcher dispatcher, WaitingClaims waiting, WorkerRegistry workers) {
        this.dispatcher = dispatcher;
        this.waiting = waiting;
        this.workers = workers;
    }

    /** Tries for a new claim, which is marked as attempting; its failure is that of the claim. */
    void first(PendingClaim claim) {
        attempt(claim, Round.first());
    }

    /** Lets a new claim wait without an attempt. */
    void stay(PendingClaim claim) {
        settle(claim, List.of(), Round.first(), Long.MAX_VALUE);
    }

    /** Lets the first claim of a feature try. */
    void wake(String feature) {
        wake(Round.of(feature));
    }

    /** Whether the claim was not over yet; it is then. */
    boolean end(PendingClaim claim) {
        Runnable unwatch;
        synchronized (waiting) {
            if (claim.over()) {
                return false;
            }
            claim.end();
            waiting.remove(claim);
            unwatch = claim.unwatch();
        }
        unwatch.run();
        return true;
    }

    /**
     * The attempts that one notification has triggered so far.
     *
     * @param feature absent for the first attempt of a new claim
     * @param tried sets of models whose claims got nothing
     */
    private record Round(Optional<String> feature, Set<Set<String>> tried) {

        static Round first() {
            return new Round(Optional.empty(), new HashSet<>());
        }

        static Round of(String feature) {
            return new Round(Optional.of(feature), new HashSet<>());
        }
    }

    private void attempt(PendingClaim claim, Round round) {
        long before;
        synchronized (waiting) {
            before = waiting.notificationsOf(claim.features());
        }
        Uni<Boolean> admitted = round.feature().isPresent()
                ? claim.access().admitted()
                : Uni.createFrom().item(true);
        admitted.chain(still -> still
                        ? dispatcher.claim(claim.request())
                        : Uni.createFrom().failure(ProblemType.INVALID_TOKEN.exception()))
                .subscribe()
                .with(jobs -> settle(claim, jobs, round, before), failure -> failed(claim, failure, round, before));
    }

    private void failed(PendingClaim claim, Throwable failure, Round round, long before) {
        boolean refused = failure instanceof ProblemException problem && problem.type() == ProblemType.INVALID_TOKEN;
        if (round.feature().isEmpty() || refused) {
            if (end(claim)) {
                claim.fail(failure);
            }
            round.feature().ifPresent(feature -> wake(Round.of(feature)));
        } else { // Redis is away: the safety net tries again
            LOG.debugf("a waiting claim could not try: %s", failure.getMessage());
            settle(claim, List.of(), round, Long.MAX_VALUE);
        }
    }

    /** @param before the number of notifications of the claim's features when it was sent to Redis */
    private void settle(PendingClaim claim, List<ClaimedJob> jobs, Round round, long before) {
        boolean again;
        boolean undeliverable;
        synchronized (waiting) {
            claim.attempting(false);
            undeliverable = claim.over();
            again = waiting.notificationsOf(claim.features()) > before;
        }
        if (!jobs.isEmpty()) {
            if (undeliverable || !end(claim)) {
                giveBack(claim.request(), jobs);
            } else {
                claim.answer(jobs);
            }
            round.feature().ifPresent(feature -> wake(Round.of(feature)));
            if (again) {
                claim.features().forEach(feature -> wake(Round.of(feature)));
            }
            return;
        }
        if (!undeliverable && (claim.expired(nanos.getAsLong()) || isClosing()) && end(claim)) {
            claim.answer(List.of());
        }
        if (again) {
            claim.features().forEach(feature -> wake(Round.of(feature)));
        } else if (round.tried().size() < MAX_TRIES) {
            round.tried().add(claim.request().models());
            round.feature().ifPresent(feature -> wake(round));
        }
    }

    private boolean isClosing() {
        synchronized (waiting) {
            return waiting.closed();
        }
    }

    /** Lets the first suitable claim try. */
    private void wake(Round round) {
        Optional<PendingClaim> next;
        synchronized (waiting) {
            next = waiting.first(
                    round.feature().orElseThrow(),
                    claim -> !round.tried().contains(claim.request().models())
                            && !workers.draining(claim.request().workerId()));
            next.ifPresent(claim -> claim.attempting(true));
        }
        next.ifPresent(claim -> claim.onHome(() -> attempt(claim, round)));
    }

    /** Puts jobs back that a client cannot have received. */
    void giveBack(ClaimRequest request, List<ClaimedJob> jobs) {
        if (!jobs.isEmpty()) {
            dispatcher
                    .release(jobs.stream()
                            .map(job -> job.heldBy(request.account()))
                            .toList())
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.debugf(
                                    "jobs of a worker that has gone wait for the end of their leases: %s",
                                    failure.getMessage()));
        }
    }
}
