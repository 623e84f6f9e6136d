package org.meshgate.jobs.submit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.caller.AccessWatch;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.validate.UnknownParameters;
import org.meshgate.files.link.SignedLinks;
import org.meshgate.http.PreferHeader;
import org.meshgate.http.PublicUrl;
import org.meshgate.jobs.dto.SubmissionResponse;
import org.meshgate.jobs.openapi.JobTypeOpenApiFilter;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.jobs.statistics.WorkerPresence;
import org.meshgate.jobs.submit.FinishedJobResponder.SubmittedJob;
import org.meshgate.jobs.view.JobUrls;
import org.meshgate.problem.HttpProblemException;

/**
 * Job submission for all job types of the catalog (user management guide, "Full Workflow Example", step 3).
 * {@link JobTypeRouter} routes their paths here, and {@link JobTypeOpenApiFilter} adds them to the OpenAPI document.
 */
@RegisterForReflection // for the Allow header
@Path(SubmissionResource.INTERNAL_PATH)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Scope.JOBS_WRITE)
public class SubmissionResource {

    /** The path of this resource for JAX-RS; {@link JobTypeRouter} rejects clients that request it. */
    public static final String INTERNAL_PATH = "/job-submissions";

    /** The request property that holds the job type. */
    static final String JOB_TYPE = "meshgate.job-type";

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    /** In bytes; a larger body is parsed on a worker thread instead of the event loop. */
    private static final int MAX_EVENT_LOOP_BODY = 1024 * 1024;

    private final SubmissionService service;
    private final WorkerPresence workers;
    private final CurrentCaller caller;
    private final PublicUrl publicUrl;
    private final SignedLinks links;
    private final FinishedJobResponder responder;

    SubmissionResource(
            SubmissionService service,
            WorkerPresence workers,
            CurrentCaller caller,
            PublicUrl publicUrl,
            SignedLinks links,
            FinishedJobResponder responder) {
        this.responder = responder;
        this.links = links;
        this.service = service;
        this.workers = workers;
        this.caller = caller;
        this.publicUrl = publicUrl;
    }

    @POST
    @Cancellable(false)
    @APIResponse(
            responseCode = "200",
            description =
                    "The queued job; or with `Prefer: wait` the finished job, with the members of its status route",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SubmissionResponse.class)))
    public Uni<Response> submit(
            InputStream body,
            @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey,
            @HeaderParam(PreferHeader.NAME)
                    @Parameter(
                            description =
                                    "`" + PreferHeader.STRICT + "`: 422 for model parameters that would else be left"
                                            + " out and named in `ignored_parameters`. `wait=N`: answer with the finished"
                                            + " job if it ends within N seconds, 60 at most. `Preference-Applied` names"
                                            + " what was followed")
                    Optional<String> prefer, // read from all lines of the header below
            @Context RoutingContext routing,
            @Context ContainerRequestContext request) {
        JobType type = JobTypeRouter.jobType(request).orElseThrow(HttpProblemException::notFound);
        Caller submitter = caller.get();
        JobUrls urls = new JobUrls(publicUrl.base(routing));
        UnknownParameters unknown = unknownParameters(routing);
        AccessWatch access = caller.access();
        Optional<Duration> limit = waitTime(routing);
        return validated(() -> service.validate(type, body, idempotencyKey, unknown), body, routing)
                .chain(validated -> links.signerOfUrls()
                        .chain(signer -> service.submit(submitter, validated).chain(accepted -> {
                            Uni<Object> queued = workers.noteNow()
                                    .map(note -> queued(accepted, note, urls, urls.files(submitter, signer)));
                            SubmittedJob job = new SubmittedJob(submitter, access, accepted.id(), urls);
                            return limit.map(time ->
                                            queued.chain(response -> responder.await(job, response, time, routing)))
                                    .orElse(queued);
                        })))
                .map(response -> Response.ok(response).build());
    }

    /** Also names the preference in the response. */
    private static Optional<Duration> waitTime(RoutingContext routing) {
        Optional<Duration> limit = PreferHeader.waitTime(
                        routing.request().headers().getAll(PreferHeader.NAME))
                .map(wished -> wished.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wished)
                .filter(wished -> !wished.isZero());
        limit.ifPresent(time -> routing.response().headers().add(PreferHeader.APPLIED, "wait=" + time.toSeconds()));
        return limit;
    }

    private static SubmissionResponse queued(
            SubmissionService.Accepted accepted, Optional<String> note, JobUrls urls, JobUrls.Files signedUrls) {
        return new SubmissionResponse(
                accepted.id(),
                JobStatus.QUEUED.jsonName(),
                accepted.submission().message(),
                accepted.submission().feature(),
                accepted.submission().model(),
                urls.status(accepted.id()),
                urls.cancel(accepted.id()),
                signedUrls.events(accepted.id()),
                accepted.position(),
                accepted.submission().ignoredParameters(),
                note);
    }

    /** Also sets the response header, so that error responses have it as well. */
    private static UnknownParameters unknownParameters(RoutingContext routing) {
        if (!PreferHeader.isStrict(routing.request().headers().getAll(PreferHeader.NAME))) {
            return UnknownParameters.IGNORE;
        }
        routing.response().headers().add(PreferHeader.APPLIED, PreferHeader.STRICT);
        return UnknownParameters.REJECT;
    }

    private static Uni<SubmissionService.ValidatedRequest> validated(
            Callable<SubmissionService.ValidatedRequest> validation, InputStream body, RoutingContext routing) {
        if (available(body) > MAX_EVENT_LOOP_BODY) {
            return Uni.createFrom()
                    .completionStage(() ->
                            routing.vertx().executeBlocking(validation, false).toCompletionStage());
        }
        return Uni.createFrom().emitter(emitter -> {
            try {
                emitter.complete(validation.call());
            } catch (Exception e) {
                emitter.fail(e);
            }
        });
    }

    private static int available(InputStream body) {
        try {
            return body.available();
        } catch (IOException e) {
            return 0;
        }
    }
}
