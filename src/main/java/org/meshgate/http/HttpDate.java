package org.meshgate.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates in headers (RFC 9110 section 5.6.7), such as {@code Tue, 01 Dec 2026 09:00:00 GMT}. */
public final class HttpDate {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** Formats a time, to the second. */
    public static String format(Instant time) {
        return FORMAT.format(time);
    }
}
