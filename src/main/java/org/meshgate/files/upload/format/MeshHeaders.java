package org.meshgate.files.upload.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Recognizes 3D model formats by their first bytes. Models are not parsed and referenced files are not resolved; the
 * workers do that.
 */
final class MeshHeaders {

    private static final int HEAD_BYTES = 1024;
    private static final int GLB_HEADER = 12;
    private static final int STL_HEADER = 84;
    private static final int STL_TRIANGLE = 50;

    /** The keywords of OBJ lines. */
    private static final Set<String> OBJ_KEYWORDS =
            Set.of("v", "vn", "vt", "vp", "f", "l", "p", "o", "g", "s", "mg", "mtllib", "usemtl", "cstype", "deg");

    private MeshHeaders() {}

    /** Binary glTF, version 1 or 2, not truncated. */
    static boolean isGlb(FileBytes file) throws IOException {
        if (!file.has(0, "glTF")) {
            return false;
        }
        ByteBuffer fields = file.at(4, GLB_HEADER - 4, LITTLE_ENDIAN);
        int version = fields.getInt();
        long length = Integer.toUnsignedLong(fields.getInt());
        return (version == 1 || version == 2) && length >= GLB_HEADER && length <= file.size();
    }

    /** A JSON object, recognized by its first character. */
    static boolean isGltf(FileBytes file) throws IOException {
        return text(file).startsWith("{");
    }

    static boolean isObj(FileBytes file) throws IOException {
        String text = text(file);
        return text.startsWith("#") || OBJ_KEYWORDS.contains(firstWord(text));
    }

    static boolean isPly(FileBytes file) throws IOException {
        if (!file.has(0, "ply\n") && !file.has(0, "ply\r")) {
            return false;
        }
        String head = new String(file.head(HEAD_BYTES), StandardCharsets.ISO_8859_1);
        return head.contains("format ascii 1.0")
                || head.contains("format binary_little_endian 1.0")
                || head.contains("format binary_big_endian 1.0");
    }

    /** Binary: the size matches the triangle count. Text: starts with "solid". Some binary files do that, too. */
    static boolean isStl(FileBytes file) throws IOException {
        if (file.size() >= STL_HEADER) {
            long triangles =
                    Integer.toUnsignedLong(file.at(80, 4, LITTLE_ENDIAN).getInt());
            if (file.size() == STL_HEADER + triangles * STL_TRIANGLE) {
                return true;
            }
        }
        return firstWord(text(file)).equals("solid");
    }

    /** Binary: by its magic. Text: by its leading comment. */
    static boolean isFbx(FileBytes file) throws IOException {
        if (file.has(0, "Kaydara FBX Binary  \0")) {
            return true;
        }
        String text = text(file);
        return text.startsWith(";") && text.contains("FBX");
    }

    /** The first characters of a text file, without leading white space; empty for a binary file. */
    private static String text(FileBytes file) throws IOException {
        byte[] head = file.head(HEAD_BYTES);
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f) {
                return "";
            }
        }
        String text = new String(head, StandardCharsets.UTF_8);
        return (text.startsWith("\ufeff") ? text.substring(1) : text).stripLeading();
    }

    private static String firstWord(String text) {
        return text.split("\\s", 2)[0];
    }
}
