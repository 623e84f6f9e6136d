package org.meshgate.files.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.format.UploadRules;

/** The route that lists the input and output formats of jobs. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/mesh-generation/supported-formats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
@AnyScope
public class JobFormatsResource {

    private final UploadRules rules;

    JobFormatsResource(UploadRules rules) {
        this.rules = rules;
    }

    @GET
    @Operation(operationId = "getJobFormats", summary = "What jobs take and make")
    public UploadFormats.ForJobs ofJobs() {
        return new UploadFormats.ForJobs(
                UploadFormats.inputs(),
                new UploadFormats.Outputs(List.of("glb"), UploadFormats.textures()),
                new UploadFormats.Limits(
                        UploadFormats.inUnits(rules.maxBytes(UploadKind.IMAGE), UploadFormats.MEGABYTE),
                        UploadFormats.inUnits(rules.maxBytes(UploadKind.MESH), UploadFormats.MEGABYTE),
                        List.of(rules.imageSide(), rules.imageSide())));
    }
}
