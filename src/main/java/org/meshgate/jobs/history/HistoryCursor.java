package org.meshgate.jobs.history;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.meshgate.jobs.access.JobStore;

/**
 * Encodes and decodes the opaque cursor of the history. A cursor is a position in one list. It is rejected for any
 * other list, such as that of another user or with other filters.
 */
public final class HistoryCursor {

    private static final Pattern PARTS = Pattern.compile("([0-9a-f]{1,8}):(-?\\d{1,15}):(.{1,128})", Pattern.DOTALL);
    private static final int MAX_LENGTH = 400;

    private HistoryCursor() {}

    /** @param listName of {@link HistoryFilter#listName} */
    public static String write(JobStore.Position position, String listName) {
        String text = checksum(listName) + ":" + position.millis() + ":" + position.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Absent when the text is not a cursor of this list. */
    public static Optional<JobStore.Position> read(String cursor, String listName) {
        if (cursor.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            Matcher parts = PARTS.matcher(text);
            return parts.matches() && parts.group(1).equals(checksum(listName))
                    ? Optional.of(new JobStore.Position(Long.parseLong(parts.group(2)), parts.group(3)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String checksum(String listName) {
        CRC32 crc = new CRC32();
        crc.update(listName.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
