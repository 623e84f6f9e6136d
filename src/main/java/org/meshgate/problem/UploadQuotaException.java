package org.meshgate.problem;

/** The uploads of one user would take more room than they may. */
public final class UploadQuotaException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** @param limit of all uploads of one user together, in bytes */
    public UploadQuotaException(long limit) {
        super(
                ProblemType.UPLOAD_QUOTA_EXCEEDED,
                "Your uploads would take more than " + limit
                        + " bytes together, which is the limit. Delete some, or wait until they expire.");
    }
}
