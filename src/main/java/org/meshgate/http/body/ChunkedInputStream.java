package org.meshgate.http.body;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** A body as a list of received chunks. Each chunk is released once it is read, so a body is never in memory twice. */
final class ChunkedInputStream extends InputStream {

    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int position;
    private int available;

    void add(byte[] piece) {
        if (piece.length > 0) {
            chunks.add(piece);
            available += piece.length;
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        byte[] piece = chunks.peek();
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, count);
        position += count;
        available -= count;
        if (position == piece.length) {
            chunks.remove();
            position = 0;
        }
        return count;
    }

    /** Reads all remaining bytes. */
    @Override
    public int available() {
        return available;
    }
}
