package org.meshgate.catalog.validate;

/** What happens to a member of {@code model_parameters} that the chosen model or the job type does not take. */
public enum UnknownParameters {
    /**
     * It is left out and named in {@link Submission#ignoredParameters()}: clients keep the parameters of another model.
     */
    IGNORE,
    /** It is a field error (RFC 7240 section 4.4, {@code handling=strict}). */
    REJECT
}
