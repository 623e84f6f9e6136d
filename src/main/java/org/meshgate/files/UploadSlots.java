package org.meshgate.files;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.meshgate.caller.Caller;
import org.meshgate.problem.BusyException;

/**
 * How many uploads may be under way in this process. A quota counts files that are complete; without this bound somebody
 * could fill the disk with many at once that never become so.
 */
@ApplicationScoped
class UploadSlots {

    /** For all callers together. */
    static final int MOST = 100;

    /** For one user. */
    static final int MOST_OF_ONE = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> ofUser = new ConcurrentHashMap<>();

    /** Does the work in a slot; fails with {@link BusyException} when none is free. */
    <T> Uni<T> within(Caller caller, Supplier<Uni<T>> work) {
        Optional<String> user = UploadAccess.owner(caller);
        if (!enter(user)) {
            throw new BusyException("Too many uploads are under way.", RETRY_AFTER);
        }
        try {
            return work.get().onTermination().invoke(() -> leave(user));
        } catch (RuntimeException e) {
            leave(user);
            throw e;
        }
    }

    /** How many uploads are under way. */
    int taken() {
        return all.get();
    }

    private boolean enter(Optional<String> user) {
        if (all.incrementAndGet() > MOST) {
            all.decrementAndGet();
            return false;
        }
        if (user.isPresent() && ofUser.merge(user.get(), 1, Integer::sum) > MOST_OF_ONE) {
            leave(user);
            return false;
        }
        return true;
    }

    private void leave(Optional<String> user) {
        all.decrementAndGet();
        user.ifPresent(id -> ofUser.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1));
    }
}
