package org.meshgate.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A failure that ends in a problem document. It is part of the normal flow, so it carries no stack trace; the message is
 * shown to clients and holds no secret and no value that a client sent.
 */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    /**
     * @param type its row in the table of failures
     * @param detail a sentence that a person can act on
     */
    protected ProblemException(ProblemType type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    /** Its row in the table of failures. */
    public final ProblemType type() {
        return type;
    }

    /** When it makes sense to try again: the {@code Retry-After} header, in whole seconds. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** What somebody was kept from who had no right to it; absent for all other failures. Never shown to clients. */
    public Optional<Subject> refusedSubject() {
        return Optional.empty();
    }

    /** The fields that are to blame, if any. */
    public List<FieldError> fieldErrors() {
        return List.of();
    }

    /** Headers that belong to this failure alone, besides those that every failure of its status has. */
    public Map<String, String> headers() {
        return Map.of();
    }
}
