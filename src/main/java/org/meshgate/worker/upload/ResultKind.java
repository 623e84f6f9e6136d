package org.meshgate.worker.upload;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of main files, each with its folder and its own member in results, as those of 3DAIGC-API. */
enum ResultKind {
    MESH("meshes", Optional.empty()),
    MOTION("motions", Optional.of("output_motion_path")),
    SPLAT("splats", Optional.of("output_splat_path"));

    static final String THUMBNAILS = "thumbnails";

    private final String folder;
    private final Optional<String> member;

    ResultKind(String folder, Optional<String> member) {
        this.folder = folder;
        this.member = member;
    }

    /** The kind of a file: a {@code .ply} is a splat or a mesh, as the feature says. */
    static ResultKind of(String feature, ResultFileName name) {
        return switch (name.extension()) {
            case "bvh", "npz" -> MOTION;
            case "splat" -> SPLAT;
            case "ply" -> feature.contains("splat") ? SPLAT : MESH;
            default -> feature.contains("motion") ? MOTION : MESH;
        };
    }

    static ResultKind ofFolder(String folder) {
        return Arrays.stream(values())
                .filter(kind -> kind.folder.equals(folder))
                .findFirst()
                .orElse(MESH);
    }

    /** The folder in {@code storage.outputs}. */
    String folder() {
        return folder;
    }

    /** The member beside {@code output_mesh_path}, which every result has. */
    Optional<String> member() {
        return member;
    }
}
