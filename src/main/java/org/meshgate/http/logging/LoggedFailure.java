package org.meshgate.http.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** A sanitized copy of a failure for the log: class and stack trace of the original, each message on one line. */
final class LoggedFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_DEPTH = 20;

    private final String name;

    private LoggedFailure(Throwable original, Throwable cause) {
        super(LogSanitizer.of(String.valueOf(original.getMessage())), cause);
        this.name = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    /** Whether no message of the failure, its causes and suppressed failures has to be escaped. */
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

    /** The sanitized copy. */
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
