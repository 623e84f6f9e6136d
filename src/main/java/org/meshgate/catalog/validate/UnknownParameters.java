package org.meshgate.catalog.validate;

/** The handling of {@code model_parameters} that the chosen model or the job type does not have. */
public enum UnknownParameters {
    /**
     * They are left out and named in {@link Submission#ignoredParameters()}: clients keep parameters of another model.
     */
    IGNORE,
    /** They are field errors (RFC 7240 section 4.4, {@code handling=strict}). */
    REJECT
}
