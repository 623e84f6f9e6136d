package org.meshgate.files.download;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.meshgate.files.ServedFile;
import org.meshgate.http.EntityTags;
import org.meshgate.http.HttpDate;
import org.meshgate.problem.HttpProblemException;

/**
 * The validators of a file, evaluated against the conditional headers of a request (RFC 9110 sections 8.8 and 13).
 *
 * @param etag from size, modification time and path; as strong as the time resolution of the file system
 * @param lastModified as an HTTP date
 * @param notModified whether the client has the current content
 * @param range the range to send otherwise
 */
record ConditionalRequest(String etag, String lastModified, boolean notModified, ByteRange range) {

    /** @throws HttpProblemException PRECONDITION_FAILED (412), as in {@link #requireMatch} */
    static ConditionalRequest of(ServedFile file, MultiMap request) {
        requireMatch(file, request);
        String etag = etag(file);
        Instant modified = modified(file);
        String lastModified = HttpDate.format(modified);
        ByteRange range = permitsRange(request, etag, lastModified)
                ? ByteRange.of(request.getAll("Range"), file.size())
                : new ByteRange.Whole();
        return new ConditionalRequest(etag, lastModified, isKnown(request, etag, modified), range);
    }

    /**
     * Checks {@code If-Match}, or {@code If-Unmodified-Since} when it is absent. Both precede every other condition
     * (section 13.2.2). A weak tag never matches (section 13.1.1); a value that is not an HTTP date is ignored.
     *
     * @throws HttpProblemException PRECONDITION_FAILED (412)
     */
    static void requireMatch(ServedFile file, MultiMap request) {
        List<String> wanted = request.getAll(HttpHeaders.IF_MATCH);
        boolean matches = wanted.isEmpty()
                ? date(request.get("If-Unmodified-Since"))
                        .filter(since -> modified(file).isAfter(since))
                        .isEmpty()
                : EntityTags.matchStrongly(wanted, etag(file)::equals);
        if (!matches) {
            throw HttpProblemException.preconditionFailed();
        }
    }

    private static Instant modified(ServedFile file) {
        return file.modified().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String etag(ServedFile file) {
        Instant modified = file.modified();
        return "\"" + Long.toHexString(file.size()) + "-" + Long.toHexString(modified.getEpochSecond()) + "."
                + Integer.toHexString(modified.getNano()) + "-"
                + Integer.toHexString(file.path().toString().hashCode()) + "\"";
    }

    /** {@code If-None-Match} precedes {@code If-Modified-Since} (section 13.2.2) and uses the weak comparison. */
    private static boolean isKnown(MultiMap request, String etag, Instant modified) {
        List<String> known = request.getAll(HttpHeaders.IF_NONE_MATCH);
        if (!known.isEmpty()) {
            return EntityTags.matchWeakly(known, etag::equals);
        }
        return date(request.get(HttpHeaders.IF_MODIFIED_SINCE))
                .filter(since -> !modified.isAfter(since))
                .isPresent();
    }

    /** {@code If-Range}: a partial response only if the client's part is of the current content. */
    private static boolean permitsRange(MultiMap request, String etag, String lastModified) {
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
