package org.meshgate.problem;

/** The uploads of one user would take more room than they may. */
public final class UploadQuotaException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** @param limit of all uploads of one user together, in bytes */
    public UploadQuotaException(long limit) {
        this("Your uploads would take more than " + limit + " bytes together, which is the limit.");
    }

    private UploadQuotaException(String what) {
        super(ProblemType.UPLOAD_QUOTA_EXCEEDED, what + " Delete some, or wait until they expire.");
    }

    /** @param most how many uploads a user may have */
    public static UploadQuotaException ofFiles(int most) {
        return new UploadQuotaException("You have " + most + " uploads, which is the limit.");
    }
}
