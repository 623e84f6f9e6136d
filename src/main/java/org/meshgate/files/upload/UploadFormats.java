package org.meshgate.files.upload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.files.ContentTypes;
import org.meshgate.files.upload.format.UploadKind;

/** The answers that tell what may be uploaded: the JSON of 3DAIGC-API, with the limits that hold here. */
public final class UploadFormats {

    static final long MEGABYTE = 1024 * 1024;

    private static final int DECIMALS = 3;

    private static final List<String> TEXTURES = List.of("png", "jpg");

    private UploadFormats() {}

    /**
     * Of {@code /file-upload/supported-formats}.
     *
     * @param retention how long files are kept
     */
    @Schema(name = "UploadFormats")
    public record ForUploads(Kind image, Kind mesh, Retention retention) {}

    /**
     * One kind of files.
     *
     * @param formats extensions with their dots
     * @param maxSizeMb in units of 1048576 bytes
     */
    @Schema(name = "UploadFormatsOfKind")
    public record Kind(
            List<String> formats,
            @JsonProperty("max_size_mb") BigDecimal maxSizeMb,
            String description) {}

    /** How long files are kept. */
    @Schema(name = "UploadRetention")
    public record Retention(@JsonProperty("default_hours") BigDecimal defaultHours, String description) {}

    /** Of {@code /mesh-generation/supported-formats}. */
    @Schema(name = "JobFormats")
    public record ForJobs(
            @JsonProperty("input_formats") Inputs inputs,
            @JsonProperty("output_formats") Outputs outputs,
            @JsonProperty("upload_limits") Limits limits) {}

    /**
     * What jobs take: extensions without their dots, and media types of base64.
     *
     * @param text how a prompt is sent
     */
    @Schema(name = "JobInputFormats")
    public record Inputs(List<String> text, List<String> image, List<String> mesh, List<String> base64) {}

    /** What jobs make, as extensions. */
    @Schema(name = "JobOutputFormats")
    public record Outputs(List<String> mesh, List<String> texture) {}

    /**
     * How large inputs may be.
     *
     * @param imageMaxResolution width and height in pixels
     */
    @Schema(name = "JobInputLimits")
    public record Limits(
            @JsonProperty("image_max_size_mb") BigDecimal imageMaxSizeMb,
            @JsonProperty("mesh_max_size_mb") BigDecimal meshMaxSizeMb,
            @JsonProperty("image_max_resolution") List<Integer> imageMaxResolution) {}

    /** What jobs take, in every answer that tells it. */
    public static Inputs inputs() {
        return new Inputs(
                List.of("string"),
                UploadKind.IMAGE.extensions(),
                UploadKind.MESH.extensions(),
                Stream.of("png", "jpg", "glb")
                        .map(extension -> ContentTypes.of("x." + extension))
                        .toList());
    }

    /** The formats of pictures beside a mesh, as extensions. */
    public static List<String> textures() {
        return TEXTURES;
    }

    /** A whole number where it is one. */
    static BigDecimal inUnits(long amount, long unit) {
        BigDecimal exact = BigDecimal.valueOf(amount).divide(BigDecimal.valueOf(unit), DECIMALS, RoundingMode.HALF_UP);
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
