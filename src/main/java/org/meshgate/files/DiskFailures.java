package org.meshgate.files;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.meshgate.problem.ProblemType;

/** Recognizes the errors of a full disk, for which Java has no exception type. */
public final class DiskFailures {

    /** The messages of ENOSPC, EDQUOT and EFBIG, which Java passes through. */
    private static final List<String> DISK_FULL_MESSAGES = List.of("no space left", "quota exceeded", "file too large");

    private DiskFailures() {}

    /** Maps the error of a full disk to {@link ProblemType#DISK_FULL}; returns any other failure unchanged. */
    public static Throwable problem(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return failure instanceof IOException && DISK_FULL_MESSAGES.stream().anyMatch(message::contains)
                ? ProblemType.DISK_FULL.exception()
                : failure;
    }
}
