package org.meshgate.files;

import java.util.Locale;
import java.util.Map;

/** Media types by file extension: the types registered with IANA, otherwise those that 3DAIGC-API sends. */
public final class ContentTypes {

    /** The type of every extension that is not in the table. */
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

    /** The media type for a file name; the case of the extension is ignored. {@link #UNKNOWN} if not in the table. */
    public static String of(String name) {
        return BY_EXTENSION.getOrDefault(extension(name), UNKNOWN);
    }

    /** The text after the last dot, in lower case. Empty without a dot, or if the only dot is the first character. */
    public static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
