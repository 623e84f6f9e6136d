package org.meshgate.files.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.caller.AnyScope;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.upload.format.UploadKind;
import org.meshgate.files.upload.format.UploadRules;

/** The route that lists upload formats and limits. */
@RegisterForReflection // for the Allow header
@Path("/api/v1/file-upload/supported-formats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
@AnyScope
public class UploadFormatsResource {

    private static final long HOUR_SECONDS = 3600;

    private final UploadRules rules;
    private final Duration life;

    UploadFormatsResource(UploadRules rules, MeshgateConfig config) {
        this.rules = rules;
        this.life = config.storage().uploadTtl();
    }

    @GET
    @Operation(operationId = "getUploadFormats", summary = "What may be uploaded")
    public UploadFormats.ForUploads ofUploads() {
        BigDecimal hours = UploadFormats.inUnits(life.toSeconds(), HOUR_SECONDS);
        return new UploadFormats.ForUploads(
                kind(UploadKind.IMAGE),
                kind(UploadKind.MESH),
                new UploadFormats.Retention(
                        hours, "Files are automatically deleted after " + hours.toPlainString() + " hours"));
    }

    private UploadFormats.Kind kind(UploadKind kind) {
        return new UploadFormats.Kind(
                kind.extensions().stream().map(extension -> "." + extension).toList(),
                UploadFormats.inUnits(rules.maxBytes(kind), UploadFormats.MEGABYTE),
                "Supported " + kind.jsonName() + " formats for upload");
    }
}
