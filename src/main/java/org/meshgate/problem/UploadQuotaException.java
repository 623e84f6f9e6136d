package org.meshgate.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The uploads of one user would exceed the quota of bytes or files. */
public final class UploadQuotaException extends ProblemException {

    private static final long serialVersionUID = 1L;

    /** Space is freed when an upload expires, usually after a day, and each retry sends the whole file again. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(10);

    private final String policy;

    private final String quota;

    /** @param limit of all uploads of one user together, in bytes */
    public UploadQuotaException(long limit) {
        this(
                "Your uploads would take more than " + limit + " bytes together, which is the limit.",
                "\"upload-bytes\"",
                limit + ";qu=\"content-bytes\"");
    }

    private UploadQuotaException(String what, String policy, String quota) {
        super(ProblemType.UPLOAD_QUOTA_EXCEEDED, what + " Delete some, or wait until they expire.");
        this.policy = policy;
        this.quota = quota;
    }

    /** @param most the maximum number of uploads of a user */
    public static UploadQuotaException ofFiles(int most) {
        return new UploadQuotaException("You have " + most + " uploads, which is the limit.", "\"uploads\"", "" + most);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(RETRY_AFTER);
    }

    /** As the IETF draft "RateLimit header fields for HTTP" spells them. */
    @Override
    public Map<String, String> headers() {
        return Map.of(
                "RateLimit-Policy", policy + ";q=" + quota, "RateLimit", policy + ";r=0;t=" + RETRY_AFTER.toSeconds());
    }
}
