package org.meshgate.files;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The validators of a file and what the conditions of a request say of them (RFC 9110 sections 8.8 and 13).
 *
 * @param etag from size, time of change and name; as strong as the clock of the file system
 * @param lastModified as an HTTP date
 * @param notModified whether the client has this very content
 * @param range what to send otherwise
 */
record FileConditions(String etag, String lastModified, boolean notModified, ByteRange range) {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    static FileConditions of(ServedFile file, MultiMap request) {
        String etag = etag(file);
        Instant modified = file.modified().truncatedTo(ChronoUnit.SECONDS);
        String lastModified = HTTP_DATE.format(modified.atOffset(ZoneOffset.UTC));
        ByteRange range = mayBeInPart(request, etag, lastModified)
                ? ByteRange.of(request.getAll("Range"), file.size())
                : new ByteRange.Whole();
        return new FileConditions(etag, lastModified, isKnown(request, etag, modified), range);
    }

    private static String etag(ServedFile file) {
        Instant modified = file.modified();
        return "\"" + Long.toHexString(file.size()) + "-" + Long.toHexString(modified.getEpochSecond()) + "."
                + Integer.toHexString(modified.getNano()) + "-"
                + Integer.toHexString(file.path().toString().hashCode()) + "\"";
    }

    /** {@code If-None-Match} wins over {@code If-Modified-Since} (section 13.2.2), and weakness does not matter to it. */
    private static boolean isKnown(MultiMap request, String etag, Instant modified) {
        List<String> known = request.getAll(HttpHeaders.IF_NONE_MATCH);
        if (!known.isEmpty()) {
            return known.stream()
                    .flatMap(header -> Arrays.stream(header.split(",")))
                    .map(String::strip)
                    .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
        }
        return date(request.get(HttpHeaders.IF_MODIFIED_SINCE))
                .filter(since -> !modified.isAfter(since))
                .isPresent();
    }

    /** {@code If-Range}: in part only if the client's other part is of this very content. */
    private static boolean mayBeInPart(MultiMap request, String etag, String lastModified) {
        String condition = request.get("If-Range");
        return condition == null
                || condition.strip().equals(etag)
                || condition.strip().equals(lastModified);
    }

    private static Optional<Instant> date(String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
