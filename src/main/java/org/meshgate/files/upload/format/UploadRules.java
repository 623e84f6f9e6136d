package org.meshgate.files.upload.format;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.files.ContentTypes;
import org.meshgate.problem.ValidationFailedException;

/** What may be uploaded: how large, by which names, with which content. */
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

    /** The largest file of a kind, in bytes. */
    public long largest(UploadKind kind) {
        return switch (kind) {
            case IMAGE -> imageBytes;
            case MESH -> meshBytes;
        };
    }

    /** The widest and highest image, in pixels. */
    public int imageSide() {
        return imageSide;
    }

    /**
     * The format that a client's file name stands for; of the name nothing but the extension is looked at.
     *
     * @param field to blame
     * @throws ValidationFailedException when files of that kind have no such extension
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
     * Looks at the header of a file. Blocking.
     *
     * @param field to blame
     * @throws ValidationFailedException when the content is not what the format says, or the picture is too large
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

    /** The format whose header some content has; absent for none of its kind. */
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
