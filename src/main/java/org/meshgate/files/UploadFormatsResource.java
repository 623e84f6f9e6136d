package org.meshgate.files;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.meshgate.config.MeshgateConfig;

/** What may be uploaded, and what jobs take and make. */
@RegisterForReflection // for the Allow header
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class UploadFormatsResource {

    private static final long MEGABYTE = 1024 * 1024;
    private static final long HOUR_SECONDS = 3600;
    private static final int DECIMALS = 3;

    private final UploadRules rules;
    private final Duration life;

    UploadFormatsResource(UploadRules rules, MeshgateConfig config) {
        this.rules = rules;
        this.life = config.storage().uploadTtl();
    }

    @GET
    @Path("/file-upload/supported-formats")
    @Operation(summary = "What may be uploaded")
    public UploadFormats.ForUploads ofUploads() {
        BigDecimal hours = inUnits(life.toSeconds(), HOUR_SECONDS);
        return new UploadFormats.ForUploads(
                kind(UploadKind.IMAGE),
                kind(UploadKind.MESH),
                new UploadFormats.Retention(
                        hours, "Files are automatically deleted after " + hours.toPlainString() + " hours"));
    }

    @GET
    @Path("/mesh-generation/supported-formats")
    @Operation(summary = "What jobs take and make")
    public UploadFormats.ForJobs ofJobs() {
        return new UploadFormats.ForJobs(
                new UploadFormats.Inputs(
                        List.of("string"),
                        UploadKind.IMAGE.extensions(),
                        UploadKind.MESH.extensions(),
                        Stream.of("png", "jpg", "glb")
                                .map(extension -> ContentTypes.of("x." + extension))
                                .toList()),
                new UploadFormats.Outputs(List.of("glb"), List.of("png", "jpg")),
                new UploadFormats.Limits(
                        inUnits(rules.largest(UploadKind.IMAGE), MEGABYTE),
                        inUnits(rules.largest(UploadKind.MESH), MEGABYTE),
                        List.of(rules.imageSide(), rules.imageSide())));
    }

    private UploadFormats.Kind kind(UploadKind kind) {
        return new UploadFormats.Kind(
                kind.extensions().stream().map(extension -> "." + extension).toList(),
                inUnits(rules.largest(kind), MEGABYTE),
                "Supported " + kind.wireName() + " formats for upload");
    }

    /** A whole number where it is one. */
    private static BigDecimal inUnits(long amount, long unit) {
        BigDecimal exact = BigDecimal.valueOf(amount).divide(BigDecimal.valueOf(unit), DECIMALS, RoundingMode.HALF_UP);
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
