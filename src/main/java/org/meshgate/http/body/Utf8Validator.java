package org.meshgate.http.body;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Whether bytes that come in pieces are UTF-8, in the memory of one piece. A zero byte is refused: in JSON it means UTF-16. */
final class Utf8Validator {

    private static final int WINDOW = 1024;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer window = CharBuffer.allocate(WINDOW);

    /** The beginning of a character whose end comes with the next piece. */
    private byte[] begun = new byte[0];

    private boolean broken;

    void add(byte[] piece) {
        if (broken) {
            return;
        }
        for (byte one : piece) {
            if (one == 0) {
                broken = true;
                return;
            }
        }
        ByteBuffer bytes;
        if (begun.length == 0) {
            bytes = ByteBuffer.wrap(piece);
        } else {
            bytes = ByteBuffer.allocate(begun.length + piece.length)
                    .put(begun)
                    .put(piece)
                    .flip();
        }
        broken = isError(bytes);
        begun = new byte[bytes.remaining()];
        bytes.get(begun);
    }

    private boolean isError(ByteBuffer bytes) {
        CoderResult result;
        do {
            window.clear();
            result = decoder.decode(bytes, window, false);
        } while (result.isOverflow());
        return result.isError();
    }

    /** Whether all that was added is whole characters. */
    boolean isComplete() {
        return !broken && begun.length == 0;
    }
}
