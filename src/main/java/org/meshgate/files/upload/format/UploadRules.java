package org.meshgate.files.upload.format;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.ContentTypes;
import org.meshgate.problem.ValidationFailedException;

/** Validates uploads: size, file extension and content. */
@ApplicationScoped
public class UploadRules {

    private final long imageBytes;
    private final long meshBytes;
    private final int imageSide;

    UploadRules(MeshgateConfig config) {
        this.imageBytes = config.limits().image().asLongValue();
        this.meshBytes = config.limits().mesh().asLongValue();
        this.imageSide = config.limits().imageSide();
    }

    /** The maximum file size of a kind, in bytes. */
    public long maxBytes(UploadKind kind) {
        return switch (kind) {
            case IMAGE -> imageBytes;
            case MESH -> meshBytes;
        };
    }

    /** The maximum width and height of an image, in pixels. */
    public int imageSide() {
        return imageSide;
    }

    /**
     * The format for the extension of a client's file name.
     *
     * @param field the name of the field, for the validation error
     * @throws ValidationFailedException when the kind has no such extension
     */
    public static UploadFormat ofName(String filename, UploadKind kind, String field) {
        String extension = ContentTypes.extension(filename);
        return kind.formats()
                .filter(format -> format.extensions().contains(extension))
                .findFirst()
                .orElseThrow(() -> new ValidationFailedException(
                        field, "must have a name with one of the extensions " + String.join(", ", kind.extensions())));
    }

    /**
     * Checks the header of a file. Blocking.
     *
     * @param field the name of the field, for the validation error
     * @throws ValidationFailedException when the content does not match the format, or the image is too large
     */
    public void check(Path file, UploadFormat format, String field) throws IOException {
        try (FileBytes bytes = FileBytes.open(file)) {
            ImageSize size = format.read(bytes)
                    .orElseThrow(() -> new ValidationFailedException(
                            field,
                            "must have the content that its type says ("
                                    + format.extensions().get(0) + ")"));
            if (format.kind() != UploadKind.IMAGE) {
                return;
            }
            if (size.isEmpty() || size.longestSide() > imageSide) {
                throw new ValidationFailedException(
                        field, "must be a picture of 1 to " + imageSide + " pixels in width and height");
            }
        }
    }

    /** Detects the format of content by its header; empty when no format of the kind matches. */
    public static Optional<UploadFormat> sniff(byte[] content, UploadKind kind) throws IOException {
        try (FileBytes bytes = FileBytes.of(content)) {
            for (UploadFormat format : kind.formats().toList()) {
                if (format.read(bytes).isPresent()) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }
}
