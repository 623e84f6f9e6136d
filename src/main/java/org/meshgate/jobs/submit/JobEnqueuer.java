package org.meshgate.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.meshgate.catalog.validate.Submission;
import org.meshgate.config.JobsConfig;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.record.QueueScore;
import org.meshgate.jobs.retention.Retention;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.limit.BudgetExceededException;
import org.meshgate.problem.limit.TooManyJobsException;

/** Writes the records of new jobs and queues them, within the quotas. */
@ApplicationScoped
class JobEnqueuer {

    private final SubmissionStore store;
    private final JobJson json;
    private final Clock clock;
    private final Retention retention;
    private final SubmissionMetrics metrics;
    private final SubmissionStore.Quota quota;
    private final JobsConfig.Scheduling scheduling;

    JobEnqueuer(
            SubmissionStore store,
            JobJson json,
            Clock clock,
            Retention retention,
            SubmissionMetrics metrics,
            MeshgateConfig config) {
        this.store = store;
        this.json = json;
        this.clock = clock;
        this.retention = retention;
        this.metrics = metrics;
        this.quota = new SubmissionStore.Quota(
                config.jobs().maxQueuedPerUser(), config.jobs().maxQueueSize());
        this.scheduling = config.jobs().scheduling();
    }

    /**
     * Queues a job.
     *
     * @param id of the new job; a repeated request is answered with the id of the first one
     * @param submitter who submits it
     * @return fails with {@link ProblemType#IDEMPOTENCY_KEY_REUSED}, {@link ProblemType#IDEMPOTENCY_KEY_IN_FLIGHT},
     *     {@link TooManyJobsException} or {@link BudgetExceededException}
     */
    Uni<SubmissionService.Accepted> enqueue(
            String id,
            Submitter submitter,
            Submission submission,
            Optional<SubmissionStore.IdempotencyKey> idempotencyKey) {
        Instant now = clock.instant();
        SubmissionStore.NewJob job = new SubmissionStore.NewJob(
                id,
                json.write(record(id, submission, now, submitter.owner())),
                now.toEpochMilli(),
                QueueScore.DEFAULT_PRIORITY,
                submitter,
                idempotencyKey);
        return store.submit(job, quota, scheduling)
                .invoke(outcome -> count(id, submission, outcome))
                .call(outcome -> trim(submitter.owner(), outcome))
                .map(outcome -> accepted(submission, outcome));
    }

    private SubmissionService.Accepted accepted(Submission submission, SubmissionStore.Outcome outcome) {
        if (outcome instanceof SubmissionStore.Outcome.Queued queued) {
            return new SubmissionService.Accepted(queued.id(), queued.position(), submission);
        }
        if (outcome instanceof SubmissionStore.Outcome.Differs) {
            throw ProblemType.IDEMPOTENCY_KEY_REUSED.exception();
        }
        if (outcome instanceof SubmissionStore.Outcome.InFlight) {
            throw ProblemType.IDEMPOTENCY_KEY_IN_FLIGHT.exception();
        }
        if (outcome instanceof SubmissionStore.Outcome.OverBudget over) {
            throw new BudgetExceededException(over.budget(), over.expected(), over.resetsIn());
        }
        throw outcome instanceof SubmissionStore.Outcome.OwnerFull full
                ? TooManyJobsException.ofUser(full.maximum())
                : TooManyJobsException.ofAll(quota.total());
    }

    /** Counts new jobs only: a repeated request has the id of the first one. */
    private void count(String id, Submission submission, SubmissionStore.Outcome outcome) {
        if (outcome instanceof SubmissionStore.Outcome.Queued queued
                && queued.id().equals(id)) {
            metrics.submitted(submission.feature());
        }
    }

    private Uni<Void> trim(Optional<String> owner, SubmissionStore.Outcome outcome) {
        return outcome instanceof SubmissionStore.Outcome.Queued queued && owner.isPresent()
                ? retention.trim(owner.get(), queued.ownerJobs())
                : Uni.createFrom().voidItem();
    }

    /** The record with the order and types of members that the GPU scheduler expects: two members are JSON text. */
    private ObjectNode record(String id, Submission submission, Instant now, Optional<String> owner) {
        return json.object()
                .put(JobRecord.ID, id)
                .put(JobRecord.FEATURE, submission.feature())
                .put(JobRecord.INPUTS, json.write(submission.inputs()))
                .put(JobRecord.MODEL_PREFERENCE, submission.model())
                .put(JobRecord.PRIORITY, QueueScore.DEFAULT_PRIORITY)
                .put(JobRecord.STATUS, JobStatus.QUEUED.jsonName())
                .put(JobRecord.CREATED, JobTimes.write(now))
                .put(JobRecord.METADATA, json.write(submission.metadata()))
                .put(JobRecord.OWNER, owner.orElse(""));
    }
}
