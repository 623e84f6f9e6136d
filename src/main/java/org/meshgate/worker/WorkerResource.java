package org.meshgate.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.caller.Caller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.caller.SignedLink;
import org.meshgate.caller.Unlimited;
import org.meshgate.files.download.FileResponses;
import org.meshgate.http.body.BodyDrainer;
import org.meshgate.http.route.StreamedBody;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.Heartbeat;
import org.meshgate.jobs.dispatch.HeartbeatOrder;
import org.meshgate.jobs.dispatch.HeldJob;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.worker.claim.JobClaims;
import org.meshgate.worker.dto.AttemptResponse;
import org.meshgate.worker.dto.ClaimJobsRequest;
import org.meshgate.worker.dto.ClaimJobsResponse;
import org.meshgate.worker.dto.CompleteJobRequest;
import org.meshgate.worker.dto.FailJobRequest;
import org.meshgate.worker.dto.HeartbeatRequest;
import org.meshgate.worker.dto.HeartbeatResponse;
import org.meshgate.worker.dto.JobOrder;
import org.meshgate.worker.dto.ReleaseJobsRequest;
import org.meshgate.worker.dto.ReleaseJobsResponse;
import org.meshgate.worker.dto.ResultFileResponse;
import org.meshgate.worker.dto.RunningJob;
import org.meshgate.worker.registry.WorkerDescription;
import org.meshgate.worker.registry.WorkerRegistry;
import org.meshgate.worker.upload.JobResults;
import org.meshgate.worker.upload.ResultUploads;

/** The protocol of workers (docs/worker-protocol.md). Every call may be repeated. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/worker")
@Unlimited
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workers")
@RequiresScope(Scope.WORKER)
public class WorkerResource {

    private static final String LEASE = "lease";
    private static final int MAX_JSON_BYTES = 64 * 1024;
    private static final int MAX_GPU_BYTES = 4 * 1024;

    private final WorkerService service;
    private final JobClaims claims;
    private final WorkerRegistry workers;
    private final ResultUploads uploads;
    private final JobResults results;
    private final FileResponses files;
    private final RequestOrigin origin;

    WorkerResource(
            WorkerService service,
            JobClaims claims,
            WorkerRegistry workers,
            ResultUploads uploads,
            JobResults results,
            FileResponses files,
            RequestOrigin origin) {
        this.service = service;
        this.claims = claims;
        this.workers = workers;
        this.uploads = uploads;
        this.results = results;
        this.files = files;
        this.origin = origin;
    }

    @POST
    @Cancellable(false)
    @Path("/claim")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "claimJobs",
            summary = "Take jobs from the queue, at once or as soon as there are some",
            description = "Each job comes with a lease of 15 seconds, which heartbeats renew. The answer has no jobs"
                    + " after wait_seconds without one, and while the worker drains.")
    public Uni<ClaimJobsResponse> claim(@NotNull @Valid ClaimJobsRequest request, @Context RoutingContext routing) {
        service.requireKnown(request.features());
        Caller worker = origin.caller();
        Optional<String> account = WorkerService.account(worker);
        List<String> models = orEmpty(request.models());
        List<String> loaded = orEmpty(request.loadedModels());
        workers.claims(new WorkerDescription(
                request.workerId(),
                account,
                Optional.ofNullable(request.host()),
                Optional.ofNullable(request.version()),
                request.features(),
                models,
                loaded,
                request.slots(),
                0,
                Optional.empty()));
        Duration wait =
                Duration.ofSeconds(Optional.ofNullable(request.waitSeconds()).orElse(0));
        JobClaims.Claim claim = claims.claim(
                new ClaimRequest(
                        request.workerId(),
                        account,
                        Set.copyOf(request.features()),
                        Set.copyOf(models),
                        Set.copyOf(loaded),
                        request.slots()),
                wait,
                origin.network(routing),
                origin.access());
        routing.addEndHandler(sent -> {
            if (sent.failed()) {
                claim.abandon().run();
            }
        });
        if (routing.response().closed()) { // no end would be told
            claim.abandon().run();
        }
        String base = origin.baseUrl(routing);
        return claim.jobs()
                .chain(jobs -> service.assign(jobs, worker, base).onFailure().invoke(failure -> claim.abandon()
                        .run()))
                .map(jobs -> new ClaimJobsResponse(jobs, workers.draining(request.workerId())));
    }

    @POST
    @Cancellable(false)
    @Path("/heartbeat")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "renewLeases",
            summary = "Renew the leases of jobs, tell their progress, and learn what to do with them",
            description =
                    "To be called every five seconds. A lease that is not renewed for 15 seconds ends, and the job"
                            + " goes to another worker.")
    public Uni<HeartbeatResponse> heartbeat(@NotNull @Valid HeartbeatRequest request) {
        requireBytes("gpu", request.gpu(), MAX_GPU_BYTES);
        Optional<String> account = WorkerService.account(origin.caller());
        workers.beats(request.workerId(), account, request.jobs().size(), Optional.ofNullable(request.gpu()));
        List<Heartbeat> beats = request.jobs().stream()
                .map(job -> new Heartbeat(
                        new HeldJob(account, job.jobId(), job.lease()),
                        job.progress() == null ? OptionalDouble.empty() : OptionalDouble.of(job.progress()),
                        Optional.ofNullable(job.message()).map(WorkerText::clean)))
                .toList();
        return service.heartbeat(beats)
                .map(orders ->
                        new HeartbeatResponse(orders(request.jobs(), orders), workers.draining(request.workerId())));
    }

    private static List<JobOrder> orders(List<RunningJob> jobs, List<HeartbeatOrder> orders) {
        List<JobOrder> named = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            named.add(new JobOrder(jobs.get(i).jobId(), orders.get(i).jsonName()));
        }
        return named;
    }

    @GET
    @Path("/jobs/{job_id}/inputs/{field}")
    @SignedLink
    @Produces(MediaType.WILDCARD)
    @ProblemResponses({ProblemType.LEASE_LOST, ProblemType.PRECONDITION_FAILED, ProblemType.RANGE_NOT_SATISFIABLE})
    @Operation(
            operationId = "getJobInput",
            summary = "An input file of a claimed job",
            description = "The URLs in the answer of a claim open without a header, as long as the lease lasts.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "206",
            description = "The part that Range names",
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "The worker has it: If-None-Match or If-Modified-Since")
    public Uni<Response> input(
            @PathParam("job_id") String jobId,
            @PathParam("field") String field,
            @QueryParam(LEASE) @Parameter(required = true) Optional<String> lease,
            @Context RoutingContext routing) {
        return service.input(held(jobId, lease), field)
                .chain(file -> files.answer(file, Optional.empty(), Map.of("X-Job-ID", jobId), routing));
    }

    @PUT
    @Cancellable(false)
    @Path("/jobs/{job_id}/files/{name}")
    @StreamedBody
    @ProblemResponses({ProblemType.LEASE_LOST, ProblemType.FILE_EXISTS, ProblemType.TOO_MANY_FILES})
    @Operation(
            operationId = "uploadResult",
            summary = "Upload a file of a result",
            description = "The body is the file. It is stored for this attempt, and becomes the result when the job is"
                    + " completed with its name. The content must be that of the extension.")
    @Parameter(
            name = "Repr-Digest",
            in = ParameterIn.HEADER,
            description = "sha-256=:...: (RFC 9530); the file is refused when it has another digest",
            schema = @Schema(type = SchemaType.STRING))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "200",
            description = "The attempt had this file",
            content = @Content(schema = @Schema(implementation = ResultFileResponse.class)))
    @APIResponse(
            responseCode = "201",
            description = "The file is stored",
            content = @Content(schema = @Schema(implementation = ResultFileResponse.class)))
    public Uni<RestResponse<ResultFileResponse>> upload(
            @PathParam("job_id") String jobId,
            @PathParam("name") String name,
            @QueryParam(LEASE) @Parameter(required = true) Optional<String> lease,
            @Context RoutingContext routing) {
        if (lease.isEmpty()) {
            BodyDrainer.discardAfterAnswer(routing);
        }
        return uploads.receive(held(jobId, lease), name, routing).map(stored -> RestResponse.ResponseBuilder.create(
                        stored.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        new ResultFileResponse(stored.name(), stored.size(), stored.sha256()))
                .build());
    }

    @POST
    @Cancellable(false)
    @Path("/jobs/{job_id}/complete")
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses({ProblemType.LEASE_LOST})
    @Operation(
            operationId = "completeJob",
            summary = "Complete a job with uploaded files",
            description = "The status is cancelled when the owner has cancelled the job meanwhile.")
    public Uni<AttemptResponse> complete(
            @PathParam("job_id") String jobId, @NotNull @Valid CompleteJobRequest request) {
        requireBytes("info", request.info(), MAX_JSON_BYTES);
        if (request.result() == null && request.info() == null) {
            throw new ValidationFailedException(
                    "result", "is required; only a job that makes no file, and says so in info, has none");
        }
        JobResults.Outcome outcome = new JobResults.Outcome(
                Optional.ofNullable(request.result()),
                Optional.ofNullable(request.thumbnail()),
                Optional.ofNullable(request.info()),
                request.seconds() == null ? OptionalDouble.empty() : OptionalDouble.of(request.seconds()));
        return results.complete(held(jobId, Optional.of(request.lease())), outcome)
                .map(status -> new AttemptResponse(status.jsonName()));
    }

    @POST
    @Cancellable(false)
    @Path("/jobs/{job_id}/fail")
    @Consumes(MediaType.APPLICATION_JSON)
    @ProblemResponses({ProblemType.LEASE_LOST})
    @Operation(
            operationId = "failJob",
            summary = "End an attempt without a result",
            description = "The status is queued when the failure is retryable and attempts are left.")
    public Uni<AttemptResponse> fail(@PathParam("job_id") String jobId, @NotNull @Valid FailJobRequest request) {
        return service.fail(
                        held(jobId, Optional.of(request.lease())),
                        request.error(),
                        request.retryable(),
                        Optional.ofNullable(request.logTail()))
                .map(status -> new AttemptResponse(status.jsonName()));
    }

    @POST
    @Cancellable(false)
    @Path("/release")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "releaseJobs",
            summary = "Put jobs back into the queue",
            description = "For a worker that stops. The attempts do not count.")
    public Uni<ReleaseJobsResponse> release(@NotNull @Valid ReleaseJobsRequest request) {
        Optional<String> account = WorkerService.account(origin.caller());
        return service.release(request.jobs().stream()
                        .map(job -> new HeldJob(account, job.jobId(), job.lease()))
                        .toList())
                .map(ReleaseJobsResponse::new);
    }

    /** Fails with VALIDATION_FAILED for a missing or empty lease. */
    private HeldJob held(String jobId, Optional<String> lease) {
        return new HeldJob(
                WorkerService.account(origin.caller()),
                jobId,
                lease.filter(text -> !text.isEmpty())
                        .orElseThrow(() -> new ValidationFailedException(LEASE, "is required")));
    }

    private static void requireBytes(String field, ObjectNode value, int max) {
        if (value != null && value.toString().getBytes(StandardCharsets.UTF_8).length > max) {
            throw new ValidationFailedException(field, "must be at most " + max + " bytes of JSON");
        }
    }

    private static List<String> orEmpty(List<String> names) {
        return names == null ? List.of() : names;
    }
}
