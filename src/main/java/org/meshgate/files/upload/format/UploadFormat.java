package org.meshgate.files.upload.format;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The upload formats: those of 3DAIGC-API, each with its header reader and file extensions. */
public enum UploadFormat {
    JPEG(UploadKind.IMAGE, ImageHeaders::jpeg, "jpg", "jpeg"),
    PNG(UploadKind.IMAGE, ImageHeaders::png, "png"),
    WEBP(UploadKind.IMAGE, ImageHeaders::webp, "webp"),
    BMP(UploadKind.IMAGE, ImageHeaders::bmp, "bmp"),
    TIFF(UploadKind.IMAGE, ImageHeaders::tiff, "tiff"),
    GLB(UploadKind.MESH, unsized(MeshHeaders::isGlb), "glb"),
    OBJ(UploadKind.MESH, unsized(MeshHeaders::isObj), "obj"),
    FBX(UploadKind.MESH, unsized(MeshHeaders::isFbx), "fbx"),
    PLY(UploadKind.MESH, unsized(MeshHeaders::isPly), "ply"),
    STL(UploadKind.MESH, unsized(MeshHeaders::isStl), "stl"),
    GLTF(UploadKind.MESH, unsized(MeshHeaders::isGltf), "gltf");

    /** Reads the header of a file. */
    @FunctionalInterface
    private interface Header {
        /** Returns the image size, or empty when the file has another format. */
        Optional<ImageSize> read(FileBytes file) throws IOException;
    }

    @FunctionalInterface
    private interface Signature {
        boolean isIn(FileBytes file) throws IOException;
    }

    private final UploadKind kind;
    private final Header header;
    private final List<String> extensions;

    UploadFormat(UploadKind kind, Header header, String... extensions) {
        this.kind = kind;
        this.header = header;
        this.extensions = List.of(extensions);
    }

    UploadKind kind() {
        return kind;
    }

    /** In lower case, without a dot; the first one is the default. */
    public List<String> extensions() {
        return extensions;
    }

    /**
     * The dimensions of an image, or {@link ImageSize#NONE} for a mesh. Empty when the file has another format or is
     * truncated within its header.
     */
    Optional<ImageSize> read(FileBytes file) throws IOException {
        try {
            return header.read(file);
        } catch (EOFException tooShort) {
            return Optional.empty();
        }
    }

    private static Header unsized(Signature signature) {
        return file -> signature.isIn(file) ? Optional.of(ImageSize.NONE) : Optional.empty();
    }
}
