package org.meshgate.redis;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A walk through something large by cursor, one bounded step after another, of any length. */
public final class CursorScan {

    private CursorScan() {}

    /**
     * The steps of a walk, each taken when the one before is done.
     *
     * @param step takes a step from a cursor, or from the beginning
     * @param next says where a step leads; absent at the end
     */
    public static <T> Multi<T> of(Function<Optional<String>, Uni<T>> step, Function<T, Optional<String>> next) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicReference<Optional<String>>(Optional.empty()), at -> step.apply(at.get())
                        .invoke(done -> at.set(next.apply(done))))
                .whilst(done -> next.apply(done).isPresent());
    }
}
