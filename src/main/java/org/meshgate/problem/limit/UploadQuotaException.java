package org.meshgate.problem.limit;

import java.time.Duration;
import org.meshgate.problem.ProblemType;

/** The uploads of one user would exceed the quota of bytes or files. */
public final class UploadQuotaException extends LimitExceededException {

    private static final long serialVersionUID = 1L;

    /** Space is freed when an upload expires, usually after a day, and each retry sends the whole file again. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(10);

    private UploadQuotaException(String what, String policy, String quota) {
        super(
                ProblemType.UPLOAD_QUOTA_EXCEEDED,
                what + " Delete some, or wait until they expire.",
                RETRY_AFTER,
                policy + ";q=" + quota,
                policy + ";r=0;t=" + RETRY_AFTER.toSeconds());
    }

    /** @param limit of all uploads of one user together, in bytes */
    public static UploadQuotaException ofBytes(long limit) {
        return new UploadQuotaException(
                "Your uploads would take more than " + limit + " bytes together, which is the limit.",
                "\"upload-bytes\"",
                limit + ";qu=\"content-bytes\"");
    }

    /** @param most the maximum number of uploads of a user */
    public static UploadQuotaException ofFiles(int most) {
        return new UploadQuotaException("You have " + most + " uploads, which is the limit.", "\"uploads\"", "" + most);
    }
}
