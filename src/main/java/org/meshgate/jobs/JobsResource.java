package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.http.PublicUrl;
import org.meshgate.jobs.JobService.Cancellation;
import org.meshgate.jobs.JobService.Removal;
import org.meshgate.jobs.dto.CancelJobResponse;
import org.meshgate.jobs.dto.DeleteJobResponse;
import org.meshgate.jobs.dto.DeleteResultResponse;
import org.meshgate.jobs.dto.HistoryFilters;
import org.meshgate.jobs.dto.HistoryPagination;
import org.meshgate.jobs.dto.HistoryResponse;
import org.meshgate.jobs.dto.JobInfoResponse;
import org.meshgate.jobs.dto.JobSchemas;
import org.meshgate.jobs.dto.QueueStatisticsResponse;
import org.meshgate.jobs.history.HistoryFilter;
import org.meshgate.jobs.record.JobRecord;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.record.JobTimes;
import org.meshgate.jobs.statistics.QueueStatistics;
import org.meshgate.jobs.view.JobUrls;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;

/**
 * Jobs of the caller; all jobs for administrators and in simple mode (user management guide, "Job Isolation").
 * {@link JobFilesResource} serves the files of jobs.
 */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/jobs")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@RequiresScope(Scope.JOBS_READ)
public class JobsResource {

    private static final double MEGABYTE = 1024 * 1024;

    private final JobService service;
    private final QueueStatistics statistics;
    private final CurrentCaller caller;
    private final PublicUrl publicUrl;
    private final Clock clock;

    JobsResource(
            JobService service, QueueStatistics statistics, CurrentCaller caller, PublicUrl publicUrl, Clock clock) {
        this.service = service;
        this.statistics = statistics;
        this.caller = caller;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @GET
    @Path("/history")
    @Operation(
            operationId = "listJobs",
            summary = "Your jobs, newest first; all jobs, or those of one user, for administrators and in simple mode")
    @ProblemResponses(ProblemType.ADMIN_REQUIRED)
    public Uni<HistoryResponse> history(
            @QueryParam("limit")
                    @Parameter(
                            description = "1 to 500; a number beyond counts as the nearest of these",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    Optional<String> offset,
            @QueryParam("cursor") @Parameter(description = "next_cursor of an earlier answer with the same filters")
                    Optional<String> cursor,
            @QueryParam("status")
                    @Parameter(
                            description = "in any case",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"queued", "processing", "completed", "failed", "cancelled"}))
                    Optional<String> status,
            @QueryParam("feature") Optional<String> feature,
            @QueryParam("start_date") @Parameter(description = "2026-01-31 or 2026-01-31T09:30:00Z, inclusive")
                    Optional<String> startDate,
            @QueryParam("end_date") @Parameter(description = "as start_date; a day is meant to its end")
                    Optional<String> endDate,
            @QueryParam("user_id") @Parameter(description = "id of a user; of another one for administrators alone")
                    Optional<String> userId,
            @Context RoutingContext request) {
        HistoryFilter filter = HistoryFilter.of(
                        new HistoryFilter.Parameters(limit, offset, cursor, status, feature, startDate, endDate))
                .ofUser(userId);
        HistoryFilters filters = new HistoryFilters(
                status.orElse(null), feature.orElse(null), startDate.orElse(null), endDate.orElse(null));
        return service.history(caller.get(), filter, urls(request))
                .map(found -> new HistoryResponse(
                        List.copyOf(found.jobs()),
                        new HistoryPagination(
                                found.page().limit(),
                                filter.paging().offset(),
                                found.page().total(),
                                found.page().exact(),
                                found.page().hasMore(),
                                found.page().nextCursor().orElse(null)),
                        filters,
                        BigDecimal.valueOf(clock.millis(), 3)));
    }

    @GET
    @Path("/queue/stats")
    @Operation(operationId = "getQueueStats", summary = "How long the queue is, all users together")
    public Uni<QueueStatisticsResponse> stats() {
        return statistics.read().map(numbers -> new QueueStatisticsResponse(true, numbers));
    }

    @GET
    @Path("/{job_id}")
    @Operation(operationId = "getJob", summary = "A job: its status, and its result once it has completed")
    @APIResponseSchema(JobSchemas.Status.class)
    public Uni<JsonSerializable> status(@PathParam("job_id") String jobId, @Context RoutingContext request) {
        return service.status(caller.get(), jobId, urls(request));
    }

    @GET
    @Path("/{job_id}/info")
    @Operation(operationId = "getJobInfo", summary = "What is known of a job's result")
    @APIResponseSchema(JobSchemas.Info.class)
    public Uni<ObjectNode> info(@PathParam("job_id") String jobId, @Context RoutingContext request) {
        return service.info(caller.get(), jobId, urls(request));
    }

    @POST
    @RequiresScope(Scope.JOBS_WRITE)
    @Cancellable(false)
    @Path("/{job_id}/cancel")
    @ProblemResponses({ProblemType.JOB_FINISHED, ProblemType.JOB_MOVING})
    @Operation(operationId = "cancelJob", summary = "Take a job out of the queue, or ask its worker to stop")
    public Uni<CancelJobResponse> cancel(@PathParam("job_id") String jobId) {
        return service.cancel(caller.get(), jobId)
                .map(outcome -> outcome == Cancellation.CANCELLED
                        ? new CancelJobResponse(jobId, JobStatus.CANCELLED.jsonName(), "Job cancelled")
                        : new CancelJobResponse(
                                jobId,
                                "cancel_requested",
                                "Cancellation requested. A worker that cannot be interrupted finishes the job first."));
    }

    @DELETE
    @RequiresScope(Scope.JOBS_WRITE)
    @Cancellable(false)
    @Path("/{job_id}")
    @Operation(operationId = "deleteJob", summary = "Delete a job, its result and its files")
    public Uni<DeleteJobResponse> delete(@PathParam("job_id") String jobId) {
        return service.delete(caller.get(), jobId)
                .map(Removal::job)
                .map(job -> new DeleteJobResponse(
                        job.id(),
                        "Job deleted successfully from database",
                        true,
                        new JobInfoResponse(
                                job.statusText(),
                                job.feature(),
                                job.time(JobRecord.CREATED).map(JobTimes::write).orElse(null))));
    }

    @DELETE
    @RequiresScope(Scope.JOBS_WRITE)
    @Cancellable(false)
    @Path("/{job_id}/result")
    @Operation(
            operationId = "deleteResult",
            summary = "Delete the files of a job's result; the job stays in the history")
    public Uni<DeleteResultResponse> deleteResult(@PathParam("job_id") String jobId) {
        return service.deleteResult(caller.get(), jobId).map(removal -> {
            List<String> names = removal.files().names();
            return names.isEmpty()
                    ? new DeleteResultResponse(jobId, "No result file to delete", false, null, null)
                    : new DeleteResultResponse(
                            jobId,
                            "Result file deleted successfully",
                            true,
                            removal.files().bytes() / MEGABYTE,
                            names.get(0));
        });
    }

    private JobUrls urls(RoutingContext request) {
        return new JobUrls(publicUrl.base(request));
    }
}
