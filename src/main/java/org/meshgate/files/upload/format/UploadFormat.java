package org.meshgate.files.upload.format;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The formats that may be uploaded: those of 3DAIGC-API, each with what tells it from the others. */
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

    /** Reads the beginning of a file. */
    @FunctionalInterface
    private interface Header {
        /** Absent when the file has another format. */
        Optional<ImageSize> read(FileBytes file) throws IOException;
    }

    @FunctionalInterface
    private interface Mark {
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

    /** In lower case, without the dot; the first is the usual one. */
    public List<String> extensions() {
        return extensions;
    }

    /**
     * How large the picture is, {@link ImageSize#NONE} for a mesh; absent when the file has another format, or ends within
     * its header.
     */
    Optional<ImageSize> read(FileBytes file) throws IOException {
        try {
            return header.read(file);
        } catch (EOFException tooShort) {
            return Optional.empty();
        }
    }

    private static Header unsized(Mark mark) {
        return file -> mark.isIn(file) ? Optional.of(ImageSize.NONE) : Optional.empty();
    }
}
