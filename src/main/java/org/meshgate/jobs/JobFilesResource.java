package org.meshgate.jobs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.caller.SignedLink;
import org.meshgate.files.Base64Answers;
import org.meshgate.files.FileAnswers;
import org.meshgate.problem.ValidationFailedException;

/** The files of jobs; the only routes that a signed link opens as well as a token. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/jobs")
@SignedLink
@Produces(MediaType.WILDCARD)
@Tag(name = "Jobs")
@RequiresScope(Scope.JOBS_READ)
public class JobFilesResource {

    private static final String AS_FILE = "file";
    private static final String AS_BASE64 = "base64";

    private final JobService service;
    private final FileAnswers files;
    private final Base64Answers documents;
    private final CurrentCaller caller;

    JobFilesResource(JobService service, FileAnswers files, Base64Answers documents, CurrentCaller caller) {
        this.service = service;
        this.files = files;
        this.documents = documents;
        this.caller = caller;
    }

    @GET
    @Path("/{job_id}/download")
    @Operation(summary = "The result of a completed job")
    public Uni<Response> download(
            @PathParam("job_id") String jobId,
            @QueryParam("format") @Parameter(schema = @Schema(enumeration = {AS_FILE, AS_BASE64}))
                    Optional<String> format,
            @QueryParam("filename") @Parameter(description = "the name to save it under") Optional<String> filename,
            @Context RoutingContext request) {
        return file(ResultFiles.Part.MAIN, jobId, format, filename, request);
    }

    @GET
    @Path("/{job_id}/thumbnail")
    @Operation(summary = "A picture of the result of a completed job")
    public Uni<Response> thumbnail(
            @PathParam("job_id") String jobId,
            @QueryParam("format") @Parameter(schema = @Schema(enumeration = {AS_FILE, AS_BASE64}))
                    Optional<String> format,
            @QueryParam("filename") @Parameter(description = "the name to save it under") Optional<String> filename,
            @Context RoutingContext request) {
        return file(ResultFiles.Part.THUMBNAIL, jobId, format, filename, request);
    }

    private Uni<Response> file(
            ResultFiles.Part part,
            String jobId,
            Optional<String> format,
            Optional<String> filename,
            RoutingContext request) {
        boolean base64 = format.filter(AS_BASE64::equals).isPresent();
        if (!base64 && format.filter(text -> !text.equals(AS_FILE)).isPresent()) {
            throw new ValidationFailedException("format", "must be file or base64");
        }
        return service.file(caller.get(), jobId, part)
                .chain(found -> base64
                        ? documents.answer(found.file(), found.jobId(), found.generationInfo(), request)
                        : files.answer(found.file(), filename, Map.of("X-Job-ID", found.jobId()), request));
    }
}
