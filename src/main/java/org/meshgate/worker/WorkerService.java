package org.meshgate.worker;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meshgate.caller.Caller;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.files.ServedFile;
import org.meshgate.files.link.LinkSigner;
import org.meshgate.files.link.SignedLinks;
import org.meshgate.jobs.WorkerInputs;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.dispatch.Heartbeat;
import org.meshgate.jobs.dispatch.HeartbeatOrder;
import org.meshgate.jobs.dispatch.HeldJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.worker.dto.AssignedFile;
import org.meshgate.worker.dto.AssignedJob;

/** What workers do with their jobs. A job belongs to the account that claimed it, and to the lease. */
@ApplicationScoped
class WorkerService {

    /** The path of the jobs of workers. */
    static final String JOBS = "/api/v1/worker/jobs/";

    /** How long a worker should try; a lease that is renewed does not end. */
    private static final int TIMEOUT_SECONDS = 1800;

    private static final int MAX_LOG_BYTES = 64 * 1024;

    private final JobDispatcher dispatcher;
    private final WorkerInputs inputs;
    private final SignedLinks links;
    private final Set<String> features;

    WorkerService(JobDispatcher dispatcher, WorkerInputs inputs, SignedLinks links, Catalog catalog) {
        this.dispatcher = dispatcher;
        this.inputs = inputs;
        this.links = links;
        this.features = catalog.jobTypes().stream().map(JobType::feature).collect(Collectors.toUnmodifiableSet());
    }

    /** The account of a worker; absent in simple mode. */
    static Optional<String> account(Caller caller) {
        return caller instanceof Caller.Account account ? Optional.of(account.userId()) : Optional.empty();
    }

    /** Throws {@link ValidationFailedException} for a feature that the catalog lacks. */
    void requireKnown(List<String> names) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!features.contains(names.get(i))) {
                errors.add(new FieldError(
                        "features[" + i + "]", "must be a feature of the catalog; see GET /api/v1/system/features"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
    }

    /**
     * Describes claimed jobs for their worker. A job whose input files are gone is not handed out: its attempt fails.
     *
     * @param base the URL of this server
     */
    Uni<List<AssignedJob>> assign(List<ClaimedJob> jobs, Caller worker, String base) {
        return jobs.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Multi.createFrom()
                        .iterable(jobs)
                        .onItem()
                        .transformToUniAndConcatenate(job -> assign(job, worker, base))
                        .collect()
                        .asList()
                        .map(assigned ->
                                assigned.stream().flatMap(Optional::stream).toList());
    }

    private Uni<Optional<AssignedJob>> assign(ClaimedJob job, Caller worker, String base) {
        return inputs.describe(job.feature(), job.inputs()).chain(described -> {
            if (described.missing().isPresent()) {
                return dispatcher
                        .fail(
                                new HeldJob(account(worker), job.jobId(), job.lease()),
                                "The input file of " + described.missing().get() + " is not there.",
                                true,
                                Optional.empty())
                        .replaceWith(Optional.empty());
            }
            return described.files().isEmpty()
                    ? Uni.createFrom().item(Optional.of(assigned(job, described, List.of())))
                    : links.signerOfUrls()
                            .map(signer -> Optional.of(assigned(
                                    job,
                                    described,
                                    described.files().stream()
                                            .map(file -> new AssignedFile(
                                                    file.field(),
                                                    file.name(),
                                                    url(base, job, file.field(), worker, signer),
                                                    file.size()))
                                            .toList())));
        });
    }

    private static AssignedJob assigned(ClaimedJob job, WorkerInputs.Inputs described, List<AssignedFile> files) {
        return new AssignedJob(
                job.jobId(),
                job.lease(),
                job.attempt(),
                job.feature(),
                job.model(),
                described.values(),
                files,
                TIMEOUT_SECONDS,
                job.owner().orElse(null));
    }

    /** The URL of an input file. Its route checks the lease as well, so the URL expires with the lease. */
    private static String url(String base, ClaimedJob job, String field, Caller worker, Optional<LinkSigner> signer) {
        String path = JOBS + job.jobId() + "/inputs/" + field;
        return base
                + path
                + "?lease="
                + job.lease()
                + signer.map(key -> "&" + key.sign(worker, path)).orElse("");
    }

    Uni<List<HeartbeatOrder>> heartbeat(List<Heartbeat> jobs) {
        return jobs.isEmpty() ? Uni.createFrom().item(List.of()) : dispatcher.heartbeat(jobs);
    }

    /** An input file of a job; fails with LEASE_LOST, FILE_NOT_FOUND. */
    Uni<ServedFile> input(HeldJob job, String field) {
        return dispatcher.requireLease(job).chain(() -> inputs.file(job.jobId(), field));
    }

    /** Ends an attempt; fails with LEASE_LOST. */
    Uni<JobStatus> fail(HeldJob job, String error, boolean retryable, Optional<String> logTail) {
        if (logTail.filter(log -> log.getBytes(StandardCharsets.UTF_8).length > MAX_LOG_BYTES)
                .isPresent()) {
            throw new ValidationFailedException("log_tail", "must be at most " + MAX_LOG_BYTES + " bytes");
        }
        return dispatcher.fail(job, WorkerText.clean(error), retryable, logTail.map(WorkerText::withoutSecrets));
    }

    Uni<Integer> release(List<HeldJob> jobs) {
        return jobs.isEmpty() ? Uni.createFrom().item(0) : dispatcher.release(jobs);
    }
}
