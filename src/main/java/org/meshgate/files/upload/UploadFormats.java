package org.meshgate.files.upload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meshgate.files.ContentTypes;
import org.meshgate.files.upload.format.UploadKind;

/** The response bodies that describe upload formats: the JSON of 3DAIGC-API, with the limits of this server. */
public final class UploadFormats {

    static final long MEGABYTE = 1024 * 1024;

    private static final int DECIMALS = 3;

    private static final List<String> TEXTURES = List.of("png", "jpg");

    private UploadFormats() {}

    /**
     * The response of {@code /file-upload/supported-formats}.
     *
     * @param retention how long files are kept
     */
    @Schema(name = "UploadFormats")
    public record ForUploads(Kind image, Kind mesh, Retention retention) {}

    /**
     * The formats of one kind of file.
     *
     * @param formats extensions with a dot
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

    /** The response of {@code /mesh-generation/supported-formats}. */
    @Schema(name = "JobFormats")
    public record ForJobs(
            @JsonProperty("input_formats") Inputs inputs,
            @JsonProperty("output_formats") Outputs outputs,
            @JsonProperty("upload_limits") Limits limits) {}

    /**
     * The input formats of jobs: extensions without a dot, and the media types of base64 inputs.
     *
     * @param text the type of a prompt
     */
    @Schema(name = "JobInputFormats")
    public record Inputs(List<String> text, List<String> image, List<String> mesh, List<String> base64) {}

    /** The output formats of jobs, as extensions. */
    @Schema(name = "JobOutputFormats")
    public record Outputs(List<String> mesh, List<String> texture) {}

    /**
     * The size limits of inputs.
     *
     * @param imageMaxResolution width and height in pixels
     */
    @Schema(name = "JobInputLimits")
    public record Limits(
            @JsonProperty("image_max_size_mb") BigDecimal imageMaxSizeMb,
            @JsonProperty("mesh_max_size_mb") BigDecimal meshMaxSizeMb,
            @JsonProperty("image_max_resolution") List<Integer> imageMaxResolution) {}

    /** The input formats, for all responses that list them. */
    public static Inputs inputs() {
        return new Inputs(
                List.of("string"),
                UploadKind.IMAGE.extensions(),
                UploadKind.MESH.extensions(),
                Stream.of("png", "jpg", "glb")
                        .map(extension -> ContentTypes.of("x." + extension))
                        .toList());
    }

    /** The texture formats beside a mesh, as extensions. */
    public static List<String> textures() {
        return TEXTURES;
    }

    /** Converts an amount to a unit, without trailing zeros: 2 instead of 2.000. */
    static BigDecimal inUnits(long amount, long unit) {
        BigDecimal exact = BigDecimal.valueOf(amount).divide(BigDecimal.valueOf(unit), DECIMALS, RoundingMode.HALF_UP);
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
