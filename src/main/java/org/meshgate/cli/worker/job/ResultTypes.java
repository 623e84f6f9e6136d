package org.meshgate.cli.worker.job;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.meshgate.files.ContentTypes;

/** The files that a result may be when the command does not say which one it is. */
public final class ResultTypes {

    /** By extension: models, motions, and archives of them. */
    private static final Set<String> EXTENSIONS =
            new TreeSet<>(List.of("bvh", "fbx", "glb", "gltf", "npz", "obj", "ply", "splat", "stl", "zip"));

    private ResultTypes() {}

    public static boolean isKnown(String fileName) {
        return EXTENSIONS.contains(ContentTypes.extension(fileName));
    }

    /** The extensions, for messages. */
    public static String list() {
        return String.join(", ", EXTENSIONS);
    }
}
