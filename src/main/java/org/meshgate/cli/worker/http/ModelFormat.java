package org.meshgate.cli.worker.http;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the format of a file that a model server answered: by its first bytes, otherwise by the media type. */
final class ModelFormat {

    private static final int HEAD = 64;
    private static final int GLB_HEADER = 12;

    private static final Map<String, String> BY_MEDIA_TYPE = Map.ofEntries(
            Map.entry("model/gltf-binary", "glb"),
            Map.entry("model/gltf+json", "gltf"),
            Map.entry("model/obj", "obj"),
            Map.entry("application/wavefront-obj", "obj"),
            Map.entry("model/stl", "stl"),
            Map.entry("application/sla", "stl"),
            Map.entry("model/ply", "ply"),
            Map.entry("application/x-ply", "ply"),
            Map.entry("model/fbx", "fbx"),
            Map.entry("application/zip", "zip"),
            Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/webp", "webp"));

    private ModelFormat() {}

    /** The extension of the format. */
    static Optional<String> of(Path file, String contentType) throws IOException {
        byte[] head = head(file);
        if (startsWith(head, "glTF")) {
            return Optional.of("glb");
        }
        if (startsWith(head, "ply\n") || startsWith(head, "ply\r")) {
            return Optional.of("ply");
        }
        if (startsWith(head, "Kaydara FBX Binary")) {
            return Optional.of("fbx");
        }
        if (startsWith(head, "PK\u0003\u0004")) {
            return Optional.of("zip");
        }
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_MEDIA_TYPE.get(mediaType)).filter(format -> !format.equals("glb"));
    }

    /** Whether the header of a GLB file promises more than there is. */
    static boolean isCutShort(Path file) throws IOException {
        byte[] head = head(file);
        if (!startsWith(head, "glTF")) {
            return false;
        }
        return head.length < GLB_HEADER
                || Integer.toUnsignedLong(ByteBuffer.wrap(head)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt(8))
                        > Files.size(file);
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return in.readNBytes(HEAD);
        }
    }

    private static boolean startsWith(byte[] head, String magic) {
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= bytes.length
                && new String(head, 0, bytes.length, StandardCharsets.ISO_8859_1).equals(magic);
    }
}
