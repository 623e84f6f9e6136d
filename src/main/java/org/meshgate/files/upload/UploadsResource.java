package org.meshgate.files.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.meshgate.caller.Caller;
import org.meshgate.caller.CurrentCaller;
import org.meshgate.caller.RequiresScope;
import org.meshgate.caller.Scope;
import org.meshgate.files.upload.dto.DeleteUploadResponse;
import org.meshgate.files.upload.dto.UploadListItem;
import org.meshgate.files.upload.dto.UploadListResponse;
import org.meshgate.files.upload.dto.UploadMetadataResponse;
import org.meshgate.files.upload.dto.UploadRequest;
import org.meshgate.files.upload.dto.UploadResponse;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.receive.UploadReceiver;
import org.meshgate.files.upload.storage.StoredUpload;
import org.meshgate.files.upload.storage.UploadMetrics;
import org.meshgate.files.upload.storage.UploadService;
import org.meshgate.files.upload.storage.UploadTimes;
import org.meshgate.http.Paging;
import org.meshgate.http.route.StreamedBody;
import org.meshgate.problem.ValidationFailedException;

/** The routes of uploads, with the paths and JSON of 3DAIGC-API. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/file-upload")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
@RequiresScope(Scope.JOBS_READ)
public class UploadsResource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final String ALL = "all";

    /** "texture" and "unknown" occur in records of 3DAIGC-API. */
    private static final Set<String> TYPES = Set.of(ALL, "image", "mesh", "texture", "unknown");

    private final UploadService service;
    private final UploadReceiver receiver;
    private final CurrentCaller caller;
    private final UploadMetrics metrics;

    UploadsResource(UploadService service, UploadReceiver receiver, CurrentCaller caller, UploadMetrics metrics) {
        this.service = service;
        this.receiver = receiver;
        this.caller = caller;
        this.metrics = metrics;
    }

    @POST
    @RequiresScope(Scope.JOBS_WRITE)
    @Cancellable(false)
    @Path("/image")
    @StreamedBody
    @Operation(operationId = "uploadImage", summary = "Upload an image for jobs")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = UploadRequest.class)))
    public Uni<UploadResponse> uploadImage(@Context RoutingContext request) {
        return upload(UploadKind.IMAGE, request);
    }

    @POST
    @RequiresScope(Scope.JOBS_WRITE)
    @Cancellable(false)
    @Path("/mesh")
    @StreamedBody
    @Operation(operationId = "uploadMesh", summary = "Upload a mesh for jobs")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = UploadRequest.class)))
    public Uni<UploadResponse> uploadMesh(@Context RoutingContext request) {
        return upload(UploadKind.MESH, request);
    }

    private Uni<UploadResponse> upload(UploadKind kind, RoutingContext request) {
        Caller uploader = caller.get();
        return metrics.count(kind, Uni.createFrom().deferred(() -> receiver.receive(uploader, kind, request)))
                .map(upload -> new UploadResponse(
                        upload.id(),
                        upload.filename(),
                        upload.type(),
                        upload.sizeMb(),
                        UploadTimes.shown(upload.uploadTime()),
                        UploadTimes.shown(upload.expiresAt())));
    }

    @GET
    @Path("/metadata/{file_id}")
    @Operation(operationId = "getUpload", summary = "What is known of an upload")
    public Uni<UploadMetadataResponse> metadata(@PathParam("file_id") String fileId) {
        return service.look(caller.get(), fileId).map(looked -> {
            StoredUpload upload = looked.upload();
            return new UploadMetadataResponse(
                    upload.id(),
                    upload.filename(),
                    upload.type(),
                    upload.sizeMb(),
                    UploadTimes.shown(upload.uploadTime()),
                    UploadTimes.shown(upload.expiresAt()),
                    looked.present());
        });
    }

    @GET
    @Path("/list")
    @Operation(operationId = "listUploads", summary = "Own uploads, newest first")
    public Uni<UploadListResponse> list(
            @QueryParam("file_type")
                    @Parameter(schema = @Schema(enumeration = {ALL, "image", "mesh", "texture", "unknown"}))
                    Optional<String> fileType,
            @QueryParam("limit")
                    @Parameter(
                            description = "1 to 500",
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "100"))
                    Optional<String> limit,
            @QueryParam("offset") @Parameter(schema = @Schema(type = SchemaType.INTEGER, defaultValue = "0"))
                    Optional<String> offset) {
        Paging paging = Paging.of(limit, offset, DEFAULT_LIMIT, MAX_LIMIT);
        if (fileType.filter(type -> !TYPES.contains(type)).isPresent()) {
            throw new ValidationFailedException("file_type", "must be one of all, image, mesh, texture, unknown");
        }
        return service.list(caller.get(), fileType.filter(type -> !type.equals(ALL)), paging.offset(), paging.limit())
                .map(listed -> {
                    List<UploadListItem> rows =
                            listed.files().stream().map(UploadsResource::row).toList();
                    return new UploadListResponse(rows, rows.size(), listed.total());
                });
    }

    private static UploadListItem row(UploadService.Looked looked) {
        StoredUpload upload = looked.upload();
        return new UploadListItem(
                upload.id(),
                upload.filename(),
                upload.type(),
                upload.sizeMb(),
                UploadTimes.shown(upload.uploadTime()),
                looked.present());
    }

    @DELETE
    @RequiresScope(Scope.JOBS_WRITE)
    @Cancellable(false)
    @Path("/{file_id}")
    @Operation(operationId = "deleteUpload", summary = "Delete an upload")
    public Uni<DeleteUploadResponse> delete(@PathParam("file_id") String fileId) {
        return service.delete(caller.get(), fileId)
                .map(upload -> new DeleteUploadResponse(upload.id(), "File deleted successfully", upload.filename()));
    }
}
