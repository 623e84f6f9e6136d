package org.meshgate.jobs.index;

import java.util.Optional;
import org.meshgate.jobs.access.JobAccess;
import org.meshgate.jobs.record.JobStatus;

/** The jobs that a caller may see. Only {@link JobAccess} creates scopes, and jobs are only listed within a scope. */
public sealed interface JobScope {

    /** All jobs, including those without an owner. */
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
            return status.map(value -> JobIndexes.ofOwner(userId, value)).orElseGet(() -> JobIndexes.ofOwner(userId));
        }
    }

    /** @param owner absent for a job without an owner */
    boolean admits(Optional<String> owner);

    /** The name of the index with exactly the jobs of this scope, of one status or of all. */
    String index(Optional<JobStatus> status);
}
