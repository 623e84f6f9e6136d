package org.meshgate.redis;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Scans a large collection by cursor, in bounded sequential steps, without a limit on their number. */
public final class CursorScan {

    private CursorScan() {}

    /**
     * The steps of a scan; each starts when the one before has completed.
     *
     * @param step runs a step from a cursor, or from the beginning
     * @param next the cursor after a step; absent at the end
     */
    public static <T> Multi<T> of(Function<Optional<String>, Uni<T>> step, Function<T, Optional<String>> next) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicReference<Optional<String>>(Optional.empty()), at -> step.apply(at.get())
                        .invoke(done -> at.set(next.apply(done))))
                .whilst(done -> next.apply(done).isPresent());
    }
}
