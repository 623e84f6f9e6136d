package org.meshgate.jobs.index;

import java.util.List;
import java.util.stream.Stream;
import org.meshgate.jobs.record.JobStatus;

/**
 * The names, without prefix, of the sorted sets that index jobs by creation time in milliseconds; see
 * {@code lua/jobs/lib/index.lua}.
 */
public final class JobIndexes {

    public static final String ALL = "jobs:created";

    private static final String OF_OWNER = "jobs:owner:";

    private JobIndexes() {}

    public static String ofStatus(JobStatus status) {
        return "jobs:status:" + status.jsonName();
    }

    public static String ofOwner(String userId) {
        return OF_OWNER + userId;
    }

    /** All indexes of a user's jobs. */
    public static List<String> allOfOwner(String userId) {
        return Stream.concat(
                        Stream.of(ofOwner(userId)),
                        Stream.of(JobStatus.values()).map(status -> ofOwner(userId, status)))
                .toList();
    }

    public static String ofOwner(String userId, JobStatus status) {
        return OF_OWNER + userId + ":" + status.jsonName();
    }
}
