package org.meshgate.jobs.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.meshgate.caller.Caller;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.index.JobIndexStore;
import org.meshgate.jobs.index.JobScope;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.AccessDeniedException;
import org.meshgate.problem.JobNotFoundException;
import org.meshgate.problem.Subject;

/**
 * The ownership rule (user management guide, "Job Isolation"), and the only way from a caller to a job. A user reaches the
 * jobs that carry their id; administrators, and everybody in simple mode, reach all. A job that belongs to nobody belongs
 * to the administrators once there are accounts.
 */
@ApplicationScoped
public class JobAccess {

    private static final Logger LOG = Logger.getLogger(JobAccess.class);

    /** Longer than any id that was ever given out. */
    private static final int MAX_ID_LENGTH = 128;

    private final JobStore store;
    private final JobIndexStore indexes;
    private final Clock clock;
    private final boolean hideForeign;

    JobAccess(JobStore store, JobIndexStore indexes, Clock clock, MeshgateConfig config) {
        this.store = store;
        this.indexes = indexes;
        this.clock = clock;
        this.hideForeign = config.security().hideForeignJobs();
    }

    /** Which jobs this caller may see. */
    private static JobScope scope(Caller caller) {
        if (caller instanceof Caller.Account account) {
            return account.isAdmin() ? new JobScope.Everything() : new JobScope.OwnedBy(account.userId());
        }
        if (caller instanceof Caller.Anonymous) {
            return new JobScope.Everything();
        }
        throw new IllegalStateException("a kind of caller without a rule");
    }

    /** The job, with {@link JobNotFoundException} or {@link AccessDeniedException} otherwise. */
    public Uni<JobRecord> find(Caller caller, String id) {
        if (id.length() > MAX_ID_LENGTH) {
            return Uni.createFrom().failure(new JobNotFoundException());
        }
        JobScope scope = scope(caller);
        return store.read(id, reading -> admitted(reading.orElseThrow(JobNotFoundException::new), scope));
    }

    private JobRecord admitted(JobStore.Reading found, JobScope scope) {
        if (found.misplaced()) {
            correct(found.job());
        }
        if (!scope.admits(found.job().owner())) {
            Subject job = new Subject(found.job().id(), found.job().owner().orElse(""));
            throw hideForeign ? JobNotFoundException.hidden(job) : AccessDeniedException.toJob(job);
        }
        return found.job();
    }

    /**
     * A part of a list of jobs.
     *
     * @param index which list it is
     */
    public record Listing(String index, JobStore.Page page) {}

    /**
     * A part of the list of this caller's jobs. A row whose record says that it is not one of them comes without its job.
     *
     * @param status of the jobs, or all
     * @param query from the name of the list that holds exactly those jobs
     */
    public Uni<Listing> list(Caller caller, Optional<JobStatus> status, Function<String, JobStore.Query> query) {
        JobScope scope = scope(caller);
        String index = scope.index(status);
        return store.list(query.apply(index)).map(page -> new Listing(index, page.admittedTo(scope)));
    }

    /** Deletes a job that the caller may reach; returns it as it was. */
    public Uni<JobRecord> delete(Caller caller, String id) {
        return find(caller, id)
                .chain(job -> store.delete(job.id(), clock.instant()))
                .map(deleted -> deleted.orElseThrow(JobNotFoundException::new));
    }

    /** Notes that a job shall stop which the caller may reach; false when nobody works on it. */
    public Uni<Boolean> requestCancel(Caller caller, String id) {
        return find(caller, id).chain(job -> store.requestCancel(job.id(), clock.instant()));
    }

    /** What a read meets is put right, but nobody waits for that. */
    private void correct(JobRecord job) {
        indexes.add(Map.of(job.id(), job.created()))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("index of job %s not corrected: %s", job.id(), failure));
    }
}
