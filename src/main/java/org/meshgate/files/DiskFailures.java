package org.meshgate.files;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.meshgate.problem.ProblemType;

/** Tells a disk without room from one that is broken: Java has no exception of its own for it. */
public final class DiskFailures {

    /** The texts of ENOSPC, EDQUOT and EFBIG, which Java passes on. */
    private static final List<String> NO_ROOM = List.of("no space left", "quota exceeded", "file too large");

    private DiskFailures() {}

    /** {@link ProblemType#DISK_FULL} for a disk without room, everything else as it is. */
    public static Throwable problem(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return failure instanceof IOException && NO_ROOM.stream().anyMatch(message::contains)
                ? ProblemType.DISK_FULL.exception()
                : failure;
    }
}
