package org.meshgate.jobs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AccountsOnly;
import org.meshgate.caller.AdminOnly;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.SecretRedactor;
import org.meshgate.jobs.dispatch.JobAttempt;
import org.meshgate.jobs.dto.JobAttemptResponse;

/** What workers did with a job, for administrators. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/jobs")
@Consumes(MediaType.WILDCARD)
@AccountsOnly
@AdminOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
@RequiresScope(Scope.ADMIN)
public class JobAttemptsResource {

    private static final String LINE_FEED = "\n";

    private final JobAttemptService attempts;
    private final CurrentCaller caller;

    JobAttemptsResource(JobAttemptService attempts, CurrentCaller caller) {
        this.attempts = attempts;
        this.caller = caller;
    }

    @GET
    @Path("/{job_id}/attempts")
    @Operation(
            operationId = "getJobAttempts",
            summary = "How often a job was tried and failed, and what the worker of the last attempt said",
            description =
                    "Kept until a day after the end of the job; then, and for a job that no worker has claimed, the"
                            + " numbers are 0.")
    public Uni<JobAttemptResponse> attempts(@PathParam("job_id") String jobId) {
        return attempts.last(caller.get(), jobId).map(attempt -> response(jobId, attempt));
    }

    private static JobAttemptResponse response(String jobId, JobAttempt attempt) {
        return new JobAttemptResponse(
                jobId,
                attempt.number(),
                attempt.failures(),
                attempt.workerId().orElse(null),
                attempt.model().orElse(null),
                attempt.startedAt().orElse(null),
                attempt.outcome().orElse(null),
                attempt.logTail().map(JobAttemptsResource::redact).orElse(null));
    }

    /** Redacts line by line: a percent-encoded secret hides the text that it stands in, here only its line. */
    private static String redact(String log) {
        return Arrays.stream(log.split(LINE_FEED, -1))
                .map(SecretRedactor::redact)
                .collect(Collectors.joining(LINE_FEED));
    }
}
