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
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.server.Cancellable;
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
import org.meshgate.jobs.queue.WorkerPresence;
import org.meshgate.jobs.record.JobStatus;
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

    /** In bytes; a larger body is parsed on a worker thread instead of the event loop. */
    private static final int MAX_EVENT_LOOP_BODY = 1024 * 1024;

    private final SubmissionService service;
    private final WorkerPresence workers;
    private final CurrentCaller caller;
    private final PublicUrl publicUrl;
    private final SignedLinks links;

    SubmissionResource(
            SubmissionService service,
            WorkerPresence workers,
            CurrentCaller caller,
            PublicUrl publicUrl,
            SignedLinks links) {
        this.links = links;
        this.service = service;
        this.workers = workers;
        this.caller = caller;
        this.publicUrl = publicUrl;
    }

    @POST
    @Cancellable(false)
    public Uni<SubmissionResponse> submit(
            InputStream body,
            @HeaderParam(IDEMPOTENCY_KEY) Optional<String> idempotencyKey,
            @HeaderParam(PreferHeader.NAME)
                    @Parameter(
                            description =
                                    "`" + PreferHeader.STRICT + "`: 422 for model parameters that would else be left"
                                            + " out and named in `ignored_parameters`")
                    Optional<String> prefer, // read from all lines of the header below
            @Context RoutingContext routing,
            @Context ContainerRequestContext request) {
        JobType type = JobTypeRouter.jobType(request).orElseThrow(HttpProblemException::notFound);
        Caller submitter = caller.get();
        JobUrls urls = new JobUrls(publicUrl.base(routing));
        UnknownParameters unknown = unknownParameters(routing);
        return validated(() -> service.validate(type, body, idempotencyKey, unknown), body, routing)
                .chain(validated -> links.signerOfUrls()
                        .chain(signer -> service.submit(submitter, validated).chain(accepted -> workers.noteNow()
                                .map(note -> queued(accepted, note, urls, urls.files(submitter, signer))))));
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
        routing.response().putHeader(PreferHeader.APPLIED, PreferHeader.STRICT);
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
