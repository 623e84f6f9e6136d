package org.meshgate.files.upload.receive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes on their way to the disk. Grows as far as it must, and keeps its room when it is cleared. */
final class WriteBuffer {

    private static final int FIRST_ROOM = 16 * 1024;

    private byte[] bytes = new byte[FIRST_ROOM];
    private int length;

    void append(byte[] source, int from, int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    /** What it has now, to be read before it changes. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    void clear() {
        length = 0;
    }
}
