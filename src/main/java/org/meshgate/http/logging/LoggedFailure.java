package org.meshgate.http.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** A failure for the log, with the class and the places of the original, whose messages are on one line each. */
final class LoggedFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_DEPTH = 20;

    private final String name;

    private LoggedFailure(Throwable original, Throwable cause) {
        super(LogSanitizer.of(String.valueOf(original.getMessage())), cause);
        this.name = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    /** Whether no message of it, its causes and what it suppressed has to be escaped. */
    static boolean isPlain(Throwable failure) {
        return isPlain(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean isPlain(Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return true;
        }
        if (!LogSanitizer.isPlain(String.valueOf(failure))) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!isPlain(suppressed, seen)) {
                return false;
            }
        }
        return isPlain(failure.getCause(), seen);
    }

    /** What can be written instead of it. */
    static LoggedFailure of(Throwable failure) {
        return of(failure, 0);
    }

    private static LoggedFailure of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        LoggedFailure safe =
                new LoggedFailure(failure, cause == null || depth == MAX_DEPTH ? null : of(cause, depth + 1));
        if (depth < MAX_DEPTH) {
            for (Throwable suppressed : failure.getSuppressed()) {
                safe.addSuppressed(of(suppressed, MAX_DEPTH));
            }
        }
        return safe;
    }

    @Override
    public String toString() {
        return name + ": " + getMessage();
    }
}
