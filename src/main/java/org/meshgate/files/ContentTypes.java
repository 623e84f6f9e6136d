package org.meshgate.files;

import java.util.Locale;
import java.util.Map;

/** Media types by the extension of a name: those of IANA, and for the rest what 3DAIGC-API answers. */
public final class ContentTypes {

    /** For everything that is not in the table. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("bmp", "image/bmp"),
            Map.entry("bvh", UNKNOWN),
            Map.entry("fbx", "model/fbx"),
            Map.entry("glb", "model/gltf-binary"),
            Map.entry("gltf", "model/gltf+json"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("json", "application/json"),
            Map.entry("npz", UNKNOWN),
            Map.entry("obj", "application/wavefront-obj"),
            Map.entry("ply", "model/ply"),
            Map.entry("png", "image/png"),
            Map.entry("splat", UNKNOWN),
            Map.entry("stl", "model/stl"),
            Map.entry("tif", "image/tiff"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("webp", "image/webp"),
            Map.entry("zip", UNKNOWN));

    private ContentTypes() {}

    /** The media type of a file with this name, in any case; {@link #UNKNOWN} unless the table has it. */
    public static String of(String name) {
        return BY_EXTENSION.getOrDefault(extension(name), UNKNOWN);
    }

    /** What follows the last dot, in lower case; empty without a dot, and for a name that only begins with one. */
    public static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
