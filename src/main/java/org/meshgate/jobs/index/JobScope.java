package org.meshgate.jobs.index;

import java.util.Optional;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.record.JobStatus;

/** Which jobs a caller may see. Only {@link JobAccess} makes one, and no list of jobs can be read without. */
public sealed interface JobScope {

    /** Every job, also those that belong to nobody. */
    record Everything() implements JobScope {
        @Override
        public boolean admits(Optional<String> owner) {
            return true;
        }

        @Override
        public String index(Optional<JobStatus> status) {
            return status.map(JobIndexes::ofStatus).orElse(JobIndexes.ALL);
        }
    }

    /** The jobs of one user. */
    record OwnedBy(String userId) implements JobScope {
        @Override
        public boolean admits(Optional<String> owner) {
            return owner.filter(userId::equals).isPresent();
        }

        @Override
        public String index(Optional<JobStatus> status) {
            return status.map(one -> JobIndexes.ofOwner(userId, one)).orElseGet(() -> JobIndexes.ofOwner(userId));
        }
    }

    /** @param owner absent for a job that belongs to nobody */
    boolean admits(Optional<String> owner);

    /** The index with exactly the jobs of this scope, of one status or of all. */
    String index(Optional<JobStatus> status);
}
