package org.meshgate.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The smallest files that say what they are; pictures are headers only. */
public final class UploadSamples {

    private UploadSamples() {}

    public static byte[] png(int width, int height) {
        return ByteBuffer.allocate(64)
                .put(latin("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"))
                .putInt(width)
                .putInt(height)
                .array();
    }

    /** With metadata before the frame, as cameras write it. */
    public static byte[] jpeg(int width, int height) {
        ByteBuffer file = ByteBuffer.allocate(70_000).put(latin("\u00ff\u00d8\u00ff\u00e1\u00ff\u00ff"));
        file.position(4 + 0xffff);
        return file.put(latin("\u00ff\u00db\0\u0004\0\0\u00ff\u00ff\u00c2\0\u0011\u0008"))
                .putShort((short) height)
                .putShort((short) width)
                .array();
    }

    public static byte[] bmp(int width, int height) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("BM"))
                .position(14)
                .putInt(40)
                .putInt(width)
                .putInt(height)
                .array();
    }

    public static byte[] webpExtended(int width, int height) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("RIFF\0\0\0\0WEBPVP8X"))
                .position(24)
                .put(three(width - 1))
                .put(three(height - 1))
                .array();
    }

    public static byte[] webpLossless(int width, int height) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("RIFF\0\0\0\0WEBPVP8L"))
                .position(20)
                .put((byte) '/')
                .putInt(width - 1 | height - 1 << 14)
                .array();
    }

    public static byte[] webpLossy(int width, int height) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("RIFF\0\0\0\0WEBPVP8 "))
                .position(23)
                .put(latin("\u009d\u0001\u002a"))
                .putShort((short) width)
                .putShort((short) height)
                .array();
    }

    /** With its directory at the end, where most programs write it. */
    public static byte[] tiff(int width, int height, ByteOrder order) {
        return ByteBuffer.allocate(200)
                .put(latin(order == ByteOrder.LITTLE_ENDIAN ? "II*\0" : "MM\0*"))
                .order(order)
                .putInt(150)
                .position(150)
                .putShort((short) 2)
                .putShort((short) 256)
                .putShort((short) 4)
                .putInt(1)
                .putInt(width)
                .putShort((short) 257)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) height)
                .array();
    }

    public static byte[] glb(int size) {
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("glTF"))
                .putInt(2)
                .putInt(size)
                .array();
    }

    public static byte[] binaryStl(int triangles) {
        return ByteBuffer.allocate(84 + 50 * triangles)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(80)
                .putInt(triangles)
                .array();
    }

    public static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] three(int number) {
        return new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
    }
}
