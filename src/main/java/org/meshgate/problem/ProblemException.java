package org.meshgate.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A failure that is answered with a problem document. It is part of the normal flow and has no stack trace. Clients
 * see the message, which holds no secret and no value that a client sent.
 */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    /**
     * @param type the problem type
     * @param detail a sentence that tells the user what to do
     */
    protected ProblemException(ProblemType type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    /** The problem type. */
    public final ProblemType type() {
        return type;
    }

    /** The delay before a retry: the {@code Retry-After} header, in whole seconds. */
    public Optional<Duration> retryAfter() {
        return type.retryAfter();
    }

    /** The object to which access was denied; absent for all other failures. Never shown to clients. */
    public Optional<Subject> refusedSubject() {
        return Optional.empty();
    }

    /** The invalid fields, if any. */
    public List<FieldError> fieldErrors() {
        return List.of();
    }

    /** The budget that was exceeded, if that is the failure. */
    public Optional<ExceededBudget> budget() {
        return Optional.empty();
    }

    /** Headers of this failure, in addition to those of every failure with its status. */
    public Map<String, String> headers() {
        return Map.of();
    }
}
