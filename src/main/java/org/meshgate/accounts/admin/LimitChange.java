package org.meshgate.accounts.admin;

import java.util.Optional;

/**
 * A change of one limit of a user.
 *
 * @param requested false to leave the limit as it is
 * @param value the new limit; empty for the default
 */
public record LimitChange<T>(boolean requested, Optional<T> value) {

    /** Leaves the limit as it is. */
    public static <T> LimitChange<T> unchanged() {
        return new LimitChange<>(false, Optional.empty());
    }

    /** Sets the limit, or puts it back to the default if the value is empty. */
    public static <T> LimitChange<T> to(Optional<T> value) {
        return new LimitChange<>(true, value);
    }

    Optional<T> apply(Optional<T> before) {
        return requested ? value : before;
    }
}
