package org.meshgate.http.body;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** A body in the pieces in which it came, each of which is let go when it was read: a large one is never there twice. */
final class ChunkedInputStream extends InputStream {

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int position;
    private int available;

    void add(byte[] piece) {
        if (piece.length > 0) {
            pieces.add(piece);
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
        byte[] piece = pieces.peek();
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, count);
        position += count;
        available -= count;
        if (position == piece.length) {
            pieces.remove();
            position = 0;
        }
        return count;
    }

    /** All that is left. */
    @Override
    public int available() {
        return available;
    }
}
