package org.meshgate.files.upload.receive;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.meshgate.caller.Caller;
import org.meshgate.files.upload.storage.UploadAccess;
import org.meshgate.http.ConcurrencyLimiter;
import org.meshgate.problem.BusyException;

/**
 * Limits the concurrent uploads of this process, in total, per user and per network. Quotas count complete files only;
 * without this limit a client could fill the disk with many uploads that never complete.
 */
@ApplicationScoped
class UploadSlots {

    /** For all callers. */
    static final int MAX = 100;

    /** For one user. */
    static final int MAX_PER_USER = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** For all users of one network. */
    static final int MAX_PER_NETWORK = 25;

    private final ConcurrencyLimiter slots = new ConcurrencyLimiter(MAX, MAX_PER_USER, MAX_PER_NETWORK);

    /**
     * Runs the work in a slot; throws {@link BusyException} when none is free.
     *
     * @param network the network of the client
     */
    <T> Uni<T> within(Caller caller, String network, Supplier<Uni<T>> work) {
        Optional<String> user = UploadAccess.owner(caller);
        if (!slots.enter(user, network)) {
            throw new BusyException("Too many uploads are under way.", RETRY_AFTER);
        }
        try {
            return work.get().onTermination().invoke(() -> slots.leave(user, network));
        } catch (RuntimeException e) {
            slots.leave(user, network);
            throw e;
        }
    }

    /** The number of uploads in progress. */
    int taken() {
        return slots.taken();
    }
}
