package org.meshgate.worker.claim;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meshgate.caller.AccessWatch;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.runtime.vertx.VertxContext;

/**
 * One claim, from its request to its answer. Every change of its state is made under the lock of {@link JobClaims};
 * its answer is emitted on its own event loop.
 */
final class PendingClaim {

    private final ClaimRequest request;
    private final String network;
    private final AccessWatch access;
    private final long deadline;
    private final VertxContext home = VertxContext.here();
    private final UniEmitter<? super List<ClaimedJob>> emitter;

    private boolean attempting;
    private boolean over;
    private Runnable unwatch = () -> {};

    /** @param deadline in nanoseconds of the monotonic clock */
    PendingClaim(
            ClaimRequest request,
            String network,
            AccessWatch access,
            long deadline,
            UniEmitter<? super List<ClaimedJob>> emitter) {
        this.request = request;
        this.network = network;
        this.access = access;
        this.deadline = deadline;
        this.emitter = emitter;
    }

    ClaimRequest request() {
        return request;
    }

    Set<String> features() {
        return request.features();
    }

    Optional<String> account() {
        return request.account();
    }

    String network() {
        return network;
    }

    AccessWatch access() {
        return access;
    }

    boolean expired(long now) {
        return now - deadline >= 0;
    }

    /** Whether a claim for it is under way, so that no other is begun. */
    boolean attempting() {
        return attempting;
    }

    void attempting(boolean now) {
        attempting = now;
    }

    /** Whether it was answered, or its client has gone. */
    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    /** @param stop to be run when the claim is over */
    void unwatch(Runnable stop) {
        unwatch = stop;
    }

    Runnable unwatch() {
        return unwatch;
    }

    void answer(List<ClaimedJob> jobs) {
        home.run(() -> emitter.complete(jobs));
    }

    void fail(Throwable reason) {
        home.run(() -> emitter.fail(reason));
    }

    void onHome(Runnable task) {
        home.run(task);
    }
}
