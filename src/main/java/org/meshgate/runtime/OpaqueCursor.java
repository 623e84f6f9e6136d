package org.meshgate.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Encodes positions in lists as cursors for clients, in base64url. A cursor is rejected for any other list, such as
 * that of another user or with other filters; it is no proof, so the reader of a position must check what it may see.
 */
public final class OpaqueCursor {

    private static final int MAX_LENGTH = 2000;

    private OpaqueCursor() {}

    /** @param list identifies the list, with its filters */
    public static String encode(String list, String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((checksum(list) + ":" + position).getBytes(StandardCharsets.UTF_8));
    }

    /** The position, which may be any text; empty when the text is no cursor of this list. */
    public static Optional<String> decode(String list, String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String prefix = checksum(list) + ":";
            return text.startsWith(prefix) ? Optional.of(text.substring(prefix.length())) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String checksum(String list) {
        CRC32 crc = new CRC32();
        crc.update(list.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
