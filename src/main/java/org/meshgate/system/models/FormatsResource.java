package org.meshgate.system.models;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.files.ContentTypes;
import org.meshgate.files.upload.UploadFormats;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.system.models.dto.OutputFormats;
import org.meshgate.system.models.dto.SupportedFormatsResponse;

/** The route that lists input and output formats. The output formats are those of job types with an enabled model. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/system")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@AnyScope
public class FormatsResource {

    private final Catalog catalog;

    FormatsResource(Catalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @Path("/supported-formats")
    @Operation(
            operationId = "getFormats",
            summary = "What jobs take and make, and the media types of files",
            description = "Formats of results are those of the job types that have an enabled model.")
    public Uni<SupportedFormatsResponse> formats() {
        List<String> meshes = UploadKind.MESH.extensions();
        List<String> made =
                catalog.jobTypes().stream().flatMap(this::made).distinct().toList();
        Map<String, Map<String, String>> contentTypes = new LinkedHashMap<>();
        Stream.of(UploadKind.MESH, UploadKind.IMAGE)
                .forEach(kind -> contentTypes.put(kind.jsonName(), contentTypes(kind)));
        return Uni.createFrom()
                .item(new SupportedFormatsResponse(
                        UploadFormats.inputs(),
                        new OutputFormats(
                                made.stream().filter(meshes::contains).toList(),
                                UploadFormats.textures(),
                                made.stream()
                                        .filter(format -> !meshes.contains(format))
                                        .toList(),
                                List.of("file", "base64")),
                        contentTypes));
    }

    /** What a body may choose; where it has no choice, what the models say of themselves. */
    private Stream<String> made(JobType type) {
        List<Model> models = catalog.enabledModels(type.feature());
        if (models.isEmpty()) {
            return Stream.empty();
        }
        return type.outputFormats().isEmpty()
                ? models.stream().flatMap(model -> model.outputs().stream())
                : type.outputFormats().stream();
    }

    private static Map<String, String> contentTypes(UploadKind kind) {
        Map<String, String> types = new LinkedHashMap<>();
        kind.extensions().forEach(extension -> types.put(extension, ContentTypes.of("x." + extension)));
        return types;
    }
}
