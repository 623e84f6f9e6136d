package org.meshgate.files.upload.receive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growable byte buffer for disk writes. It keeps its capacity when it is cleared. */
final class WriteBuffer {

    private static final int INITIAL_CAPACITY = 16 * 1024;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
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

    /** A view of the current content, valid until the next change. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    void clear() {
        length = 0;
    }
}
