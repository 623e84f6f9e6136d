package org.meshgate.problem;

/** The key that guards against repetition came with another request before. */
public final class IdempotencyKeyReusedException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Takes no argument: the detail is always the same. */
    public IdempotencyKeyReusedException() {
        super(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "This Idempotency-Key was used with another request. Use a new key for a new job.");
    }
}
