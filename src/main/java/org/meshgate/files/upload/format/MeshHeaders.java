package org.meshgate.files.upload.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Tells formats of 3D models apart by their beginnings. Nothing is parsed, and no other file that one names is looked
 * for: that is the workers' business.
 */
final class MeshHeaders {

    private static final int HEAD = 1024;
    private static final int GLB_HEADER = 12;
    private static final int STL_HEADER = 84;
    private static final int STL_TRIANGLE = 50;

    /** With one of these, or a comment, begins every line of an OBJ file that a worker can read. */
    private static final Set<String> OBJ_WORDS =
            Set.of("v", "vn", "vt", "vp", "f", "l", "p", "o", "g", "s", "mg", "mtllib", "usemtl", "cstype", "deg");

    private MeshHeaders() {}

    /** Binary glTF, version 1 or 2, not cut. */
    static boolean isGlb(FileBytes file) throws IOException {
        if (!file.has(0, "glTF")) {
            return false;
        }
        ByteBuffer fields = file.at(4, GLB_HEADER - 4, LITTLE_ENDIAN);
        int version = fields.getInt();
        long length = Integer.toUnsignedLong(fields.getInt());
        return (version == 1 || version == 2) && length >= GLB_HEADER && length <= file.size();
    }

    /** A JSON object, by its first character. */
    static boolean isGltf(FileBytes file) throws IOException {
        return text(file).startsWith("{");
    }

    static boolean isObj(FileBytes file) throws IOException {
        String text = text(file);
        return text.startsWith("#") || OBJ_WORDS.contains(firstWord(text));
    }

    static boolean isPly(FileBytes file) throws IOException {
        if (!file.has(0, "ply\n") && !file.has(0, "ply\r")) {
            return false;
        }
        String head = new String(file.head(HEAD), StandardCharsets.ISO_8859_1);
        return head.contains("format ascii 1.0")
                || head.contains("format binary_little_endian 1.0")
                || head.contains("format binary_big_endian 1.0");
    }

    /** The binary form says how many triangles follow; the text begins with a word, as some binary ones do. */
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

    /** The binary form, or the text with its comment. */
    static boolean isFbx(FileBytes file) throws IOException {
        if (file.has(0, "Kaydara FBX Binary  \0")) {
            return true;
        }
        String text = text(file);
        return text.startsWith(";") && text.contains("FBX");
    }

    /** The beginning of a text without white space before it; empty for what is no text. */
    private static String text(FileBytes file) throws IOException {
        byte[] head = file.head(HEAD);
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
