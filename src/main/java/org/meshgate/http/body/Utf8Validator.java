package org.meshgate.http.body;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Validates UTF-8 incrementally, chunk by chunk. A zero byte is refused: in JSON it means UTF-16. */
final class Utf8Validator {

    private static final int WINDOW = 1024;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer window = CharBuffer.allocate(WINDOW);

    /** The first bytes of a character that the next chunk completes. */
    private byte[] partial = new byte[0];

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
        if (partial.length == 0) {
            bytes = ByteBuffer.wrap(piece);
        } else {
            bytes = ByteBuffer.allocate(partial.length + piece.length)
                    .put(partial)
                    .put(piece)
                    .flip();
        }
        broken = isError(bytes);
        partial = new byte[bytes.remaining()];
        bytes.get(partial);
    }

    private boolean isError(ByteBuffer bytes) {
        CoderResult result;
        do {
            window.clear();
            result = decoder.decode(bytes, window, false);
        } while (result.isOverflow());
        return result.isError();
    }

    /** Whether all added bytes are valid and end with a complete character. */
    boolean isComplete() {
        return !broken && partial.length == 0;
    }
}
