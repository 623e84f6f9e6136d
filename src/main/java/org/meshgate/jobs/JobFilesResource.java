package org.meshgate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.caller.SignedFolder;
import org.meshgate.caller.SignedLink;
import org.meshgate.files.download.Base64Document;
import org.meshgate.files.download.Base64Responses;
import org.meshgate.files.download.FileResponses;
import org.meshgate.jobs.results.ResultFiles;
import org.meshgate.problem.ProblemResponses;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** Serves the files of jobs. These routes accept signed links as well as tokens. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system/jobs")
@SignedLink
@Produces(MediaType.WILDCARD)
@Tag(name = "Jobs")
@APIResponse(
        responseCode = "200",
        description = "The file; or with format=base64 a document that has it",
        content = {
            @Content(mediaType = MediaType.WILDCARD, schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(
                    mediaType = MediaType.APPLICATION_JSON,
                    schema = @Schema(anyOf = {Base64Document.class, Object.class}))
        })
@APIResponse(
        responseCode = "206",
        description = "The part that Range names",
        content =
                @Content(mediaType = MediaType.WILDCARD, schema = @Schema(type = SchemaType.STRING, format = "binary")))
@APIResponse(responseCode = "304", description = "The client has it: If-None-Match or If-Modified-Since")
@RequiresScope(Scope.JOBS_READ)
public class JobFilesResource {

    private static final String AS_FILE = "file";
    private static final String AS_BASE64 = "base64";
    private static final String SAVED_AS = "the name to save it under";
    private static final String JOB_ID = "X-Job-ID";
    private static final String GENERATION_TIME = "X-Generation-Time";
    private static final String THUMBNAIL_GENERATED = "X-Thumbnail-Generated";
    private static final String UNKNOWN = "unknown";

    private final JobFileService service;
    private final FileResponses files;
    private final Base64Responses documents;
    private final CurrentCaller caller;

    JobFilesResource(JobFileService service, FileResponses files, Base64Responses documents, CurrentCaller caller) {
        this.service = service;
        this.files = files;
        this.documents = documents;
        this.caller = caller;
    }

    @GET
    @Path("/{job_id}/download")
    @ProblemResponses({
        ProblemType.JOB_NOT_COMPLETED,
        ProblemType.FILE_TOO_LARGE_FOR_BASE64,
        ProblemType.PRECONDITION_FAILED,
        ProblemType.RANGE_NOT_SATISFIABLE
    })
    @Operation(operationId = "downloadResult", summary = "The result of a completed job")
    public Uni<Response> download(
            @PathParam("job_id") String jobId,
            @QueryParam("format") @Parameter(schema = @Schema(enumeration = {AS_FILE, AS_BASE64}))
                    Optional<String> format,
            @QueryParam("filename") @Parameter(description = SAVED_AS) Optional<String> filename,
            @QueryParam(SignedLink.OTHER_FILE)
                    @Parameter(
                            description =
                                    "another file of the result: `manifest` for that of a world, or a key of `files`"
                                            + " in the job's status. Needs a token; for links there are the URLs of `files`")
                    Optional<String> asset,
            @Context RoutingContext request) {
        Optional<String> other = asset.filter(key -> !key.isEmpty());
        return answer(
                other.map(key -> (Find) caller -> service.asset(caller, jobId, key))
                        .orElse(caller -> service.file(caller, jobId, ResultFiles.Part.MAIN)),
                Kind.RESULT,
                format,
                filename,
                request);
    }

    @GET
    @Path("/{job_id}/thumbnail")
    @ProblemResponses({
        ProblemType.JOB_NOT_COMPLETED,
        ProblemType.FILE_TOO_LARGE_FOR_BASE64,
        ProblemType.PRECONDITION_FAILED,
        ProblemType.RANGE_NOT_SATISFIABLE
    })
    @Operation(operationId = "downloadThumbnail", summary = "A picture of the result of a completed job")
    public Uni<Response> thumbnail(
            @PathParam("job_id") String jobId,
            @QueryParam("format") @Parameter(schema = @Schema(enumeration = {AS_FILE, AS_BASE64}))
                    Optional<String> format,
            @QueryParam("filename") @Parameter(description = SAVED_AS) Optional<String> filename,
            @Context RoutingContext request) {
        return answer(
                caller -> service.file(caller, jobId, ResultFiles.Part.THUMBNAIL),
                Kind.THUMBNAIL,
                format,
                filename,
                request);
    }

    @GET
    @Path("/{job_id}/input")
    @ProblemResponses({
        ProblemType.FILE_TOO_LARGE_FOR_BASE64,
        ProblemType.PRECONDITION_FAILED,
        ProblemType.RANGE_NOT_SATISFIABLE
    })
    @Operation(
            operationId = "downloadInput",
            summary = "The file that a job was given, in whatever state it is",
            description = "The first image, or the first mesh of a job without an image. Uploads end after"
                    + " `storage.upload_ttl`; then this is 404.")
    public Uni<Response> input(
            @PathParam("job_id") String jobId,
            @QueryParam("format") @Parameter(schema = @Schema(enumeration = {AS_FILE, AS_BASE64}))
                    Optional<String> format,
            @QueryParam("filename") @Parameter(description = SAVED_AS) Optional<String> filename,
            @Context RoutingContext request) {
        return answer(caller -> service.input(caller, jobId), Kind.INPUT, format, filename, request);
    }

    @GET
    @Path("/{job_id}/files/{key}")
    @ProblemResponses({
        ProblemType.JOB_NOT_COMPLETED,
        ProblemType.FILE_TOO_LARGE_FOR_BASE64,
        ProblemType.PRECONDITION_FAILED,
        ProblemType.RANGE_NOT_SATISFIABLE
    })
    @Operation(
            operationId = "downloadFile",
            summary = "Any file of the result of a completed job",
            description = "`files` in the job's status and in `info` has the keys, with signed URLs.")
    public Uni<Response> asset(
            @PathParam("job_id") String jobId,
            @PathParam("key") String key,
            @QueryParam("format") @Parameter(schema = @Schema(enumeration = {AS_FILE, AS_BASE64}))
                    Optional<String> format,
            @QueryParam("filename") @Parameter(description = SAVED_AS) Optional<String> filename,
            @Context RoutingContext request) {
        return answer(caller -> service.asset(caller, jobId, key), Kind.OTHER, format, filename, request);
    }

    @GET
    @Path("/{job_id}/world/{path:.+}")
    @ProblemResponses({ProblemType.JOB_NOT_COMPLETED, ProblemType.PRECONDITION_FAILED, ProblemType.RANGE_NOT_SATISFIABLE
    })
    @Operation(
            operationId = "downloadWorldFile",
            summary = "A file of a world",
            description = "The path is relative to the world's folder; the manifest names the files.")
    public Uni<Response> world(
            @PathParam("job_id") String jobId, @PathParam("path") String path, @Context RoutingContext request) {
        return answer(
                caller -> service.worldFile(caller, jobId, path),
                Kind.OTHER,
                Optional.empty(),
                Optional.empty(),
                request);
    }

    @GET
    @SignedFolder
    @Path("/{job_id}/world-link/{link}/{path:.+}")
    @ProblemResponses({ProblemType.JOB_NOT_COMPLETED, ProblemType.PRECONDITION_FAILED, ProblemType.RANGE_NOT_SATISFIABLE
    })
    @Operation(
            operationId = "downloadWorldFileByLink",
            summary = "A file of a world, by a link that opens all of them",
            description = "`world_base_url` in the job's status is such a URL up to the path, for viewers that load the"
                    + " manifest and then the files that it names. A token counts only where the link is not good.")
    @SecurityRequirements
    public Uni<Response> worldByLink(
            @PathParam("job_id") String jobId,
            @PathParam("link") String link, // checked by the authentication filter
            @PathParam("path") String path,
            @Context RoutingContext request) {
        return world(jobId, path, request);
    }

    /** Finds a file that the caller may read. */
    @FunctionalInterface
    private interface Find {
        Uni<JobFileService.JobFile> by(Caller caller);
    }

    /** The role of a file in its job, which determines its download name and response headers. */
    private enum Kind {
        RESULT,
        THUMBNAIL,
        INPUT,
        OTHER;

        /** The names of 3DAIGC-API, which prevent that the results of two jobs overwrite each other. */
        String downloadName(JobFileService.JobFile found) {
            String name = found.file().name();
            return this == OTHER ? name : name().toLowerCase(Locale.ROOT) + "_" + found.jobId() + "_" + name;
        }

        Map<String, String> headers(JobFileService.JobFile found) {
            JsonNode info = found.generationInfo();
            return switch (this) {
                case RESULT -> Map.of(JOB_ID, found.jobId(), GENERATION_TIME, seconds(info.path("generation_time")));
                case THUMBNAIL ->
                    Map.of(JOB_ID, found.jobId(), THUMBNAIL_GENERATED, flag(info.path("thumbnail_generated")));
                case INPUT, OTHER -> Map.of(JOB_ID, found.jobId());
            };
        }

        /** Numbers only, because a worker wrote the value. */
        private static String seconds(JsonNode time) {
            return time.isNumber() ? time.asText() : UNKNOWN;
        }

        /** In the format of 3DAIGC-API. */
        private static String flag(JsonNode flag) {
            if (!flag.isBoolean()) {
                return UNKNOWN;
            }
            return flag.booleanValue() ? "True" : "False";
        }
    }

    private Uni<Response> answer(
            Find file, Kind kind, Optional<String> format, Optional<String> filename, RoutingContext request) {
        boolean base64 = format.filter(AS_BASE64::equals).isPresent();
        if (!base64 && format.filter(text -> !text.equals(AS_FILE)).isPresent()) {
            throw new ValidationFailedException("format", "must be file or base64");
        }
        return file.by(caller.get())
                .chain(found -> base64
                        ? documents.answer(found.file(), found.jobId(), found.generationInfo(), request)
                        : files.answer(
                                found.file(),
                                filename.filter(name -> !name.isBlank())
                                        .or(() -> Optional.of(kind.downloadName(found))),
                                kind.headers(found),
                                request));
    }
}
