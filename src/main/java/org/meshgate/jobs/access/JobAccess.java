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
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.Subject;

/**
 * The ownership rule (user management guide, "Job Isolation"). All access of callers to jobs goes through this class. A
 * user has access to the jobs with their user id. Administrators, and all callers in simple mode, have access to all
 * jobs. With accounts, only administrators have access to jobs without an owner.
 */
@ApplicationScoped
public class JobAccess {

    private static final Logger LOG = Logger.getLogger(JobAccess.class);

    /** Longer than any id that was ever issued. */
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

    /** The jobs that a caller may see. */
    private static JobScope scope(Caller caller) {
        if (caller instanceof Caller.Account account) {
            return account.isAdmin() ? new JobScope.Everything() : new JobScope.OwnedBy(account.userId());
        }
        if (caller instanceof Caller.Anonymous) {
            return new JobScope.Everything();
        }
        throw new IllegalStateException("no ownership rule for this kind of caller");
    }

    /** Finds a job; fails with {@link JobNotFoundException} or {@link AccessDeniedException}. */
    public Uni<JobRecord> find(Caller caller, String id) {
        if (id.length() > MAX_ID_LENGTH) {
            return Uni.createFrom().failure(new JobNotFoundException());
        }
        JobScope scope = scope(caller);
        return store.read(id, stored -> admitted(stored.orElseThrow(JobNotFoundException::new), scope));
    }

    /** Finds a job whose lease the caller, a worker, has shown; fails with {@link JobNotFoundException}. */
    public Uni<JobRecord> findForWorker(String id) {
        return store.read(
                id, stored -> stored.orElseThrow(JobNotFoundException::new).job());
    }

    private JobRecord admitted(JobStore.StoredJob stored, JobScope scope) {
        if (stored.stale()) {
            reindex(stored.job());
        }
        if (!scope.admits(stored.job().owner())) {
            Subject job = new Subject(stored.job().id(), stored.job().owner().orElse(""));
            throw hideForeign ? JobNotFoundException.hidden(job) : AccessDeniedException.toJob(job);
        }
        return stored.job();
    }

    /**
     * A page of an index.
     *
     * @param index name of the index
     */
    public record IndexPage(String index, JobStore.Page page) {}

    /**
     * Lists jobs that the caller has access to. A row whose record contradicts the caller's scope comes without its job.
     *
     * @param owner whose jobs; absent for all that the caller has access to
     * @param status absent for all
     * @param query makes the query from the name of the index that has exactly these jobs
     * @return fails with {@link ProblemType#ADMIN_REQUIRED} when the caller has no access to jobs of the owner
     */
    public Uni<IndexPage> list(
            Caller caller, Optional<String> owner, Optional<JobStatus> status, Function<String, JobStore.Query> query) {
        JobScope all = scope(caller);
        if (owner.isPresent() && !all.admits(owner)) {
            return Uni.createFrom().failure(ProblemType.ADMIN_REQUIRED.exception());
        }
        JobScope scope = owner.<JobScope>map(JobScope.OwnedBy::new).orElse(all);
        String index = scope.index(status);
        return store.list(query.apply(index)).map(page -> new IndexPage(index, page.admittedTo(scope)));
    }

    /** Deletes a job that the caller has access to; returns it as it was. */
    public Uni<JobRecord> delete(Caller caller, String id) {
        return find(caller, id)
                .chain(job -> store.delete(job.id(), clock.instant()))
                .map(deleted -> deleted.orElseThrow(JobNotFoundException::new));
    }

    /** Requests the cancellation of a job that the caller has access to; false when the job is not being processed. */
    public Uni<Boolean> requestCancel(Caller caller, String id) {
        return find(caller, id).chain(job -> store.requestCancel(job.id(), clock.instant()));
    }

    /** Repairs a stale index entry in the background. */
    private void reindex(JobRecord job) {
        indexes.add(Map.of(job.id(), job.created()))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("index of job %s not corrected: %s", job.id(), failure));
    }
}
