package org.meshgate.jobs.history;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.meshgate.jobs.access.JobStore;

/**
 * The text by which a client asks for the jobs that follow. It tells a place in one list and fits no other: taken to
 * another list, such as that of another user or with other filters, it is refused.
 */
public final class HistoryCursor {

    private static final Pattern PARTS = Pattern.compile("([0-9a-f]{1,8}):(-?\\d{1,15}):(.{1,128})", Pattern.DOTALL);
    private static final int MAX_LENGTH = 400;

    private HistoryCursor() {}

    /** @param listName of {@link HistoryFilter#listName} */
    public static String write(JobStore.Place place, String listName) {
        String text = checksum(listName) + ":" + place.millis() + ":" + place.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing when it is no cursor, or one of another list. */
    public static Optional<JobStore.Place> read(String cursor, String listName) {
        if (cursor.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            Matcher parts = PARTS.matcher(text);
            return parts.matches() && parts.group(1).equals(checksum(listName))
                    ? Optional.of(new JobStore.Place(Long.parseLong(parts.group(2)), parts.group(3)))
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
