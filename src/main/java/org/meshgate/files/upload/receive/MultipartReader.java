package org.meshgate.files.upload.receive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.problem.HttpProblemException;

/**
 * A streaming parser of {@code multipart/form-data} (RFC 7578, RFC 2046 section 5.1) that buffers at most one chunk and
 * one boundary. Netty's decoder inside Vert.x lets each form grow to 10 MiB in memory before it frees bytes that were
 * read, and Vert.x has no option to change that.
 */
final class MultipartReader {

    /** Receives the parts. Exceptions of its methods propagate from {@link #read}. */
    interface PartHandler {
        void begin(PartHeader header);

        void content(byte[] bytes, int from, int length);
    }

    private enum State {
        /** Before the first boundary. */
        BEFORE,
        CONTENT,
        /** Directly after a boundary. */
        BOUNDARY,
        HEADER,
        AFTER
    }

    private static final int MAX_HEADER_LENGTH = 8 * 1024;
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
    private static final String TYPE = "multipart/form-data";

    private final byte[] delimiter;
    private final int[] shifts;
    private final PartHandler parts;

    private State state = State.BEFORE;
    private byte[] window = {'\r', '\n'}; // so that the first boundary looks like the others
    private int at;

    /** @param boundary from {@link #boundary} */
    MultipartReader(String boundary, PartHandler parts) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.shifts = shifts(delimiter);
        this.parts = parts;
    }

    /** The shift table of a Boyer-Moore-Horspool search (Horspool, 1980), by the byte at the last position. */
    private static int[] shifts(byte[] pattern) {
        int[] shifts = new int[256];
        Arrays.fill(shifts, pattern.length);
        for (int i = 0; i < pattern.length - 1; i++) {
            shifts[pattern[i] & 0xff] = pattern.length - 1 - i;
        }
        return shifts;
    }

    /** The boundary of a {@code Content-Type}; empty when it is not a form, or has no valid boundary. */
    static Optional<String> boundary(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return type.equalsIgnoreCase(TYPE)
                ? Optional.ofNullable(PartHeader.parameters(contentType).get("boundary"))
                        .filter(text -> BOUNDARY.matcher(text).matches())
                : Optional.empty();
    }

    /** Parses the next chunk of the body. */
    void read(byte[] chunk) {
        byte[] joined = Arrays.copyOf(window, window.length + chunk.length);
        System.arraycopy(chunk, 0, joined, window.length, chunk.length);
        window = joined;
        while (step()) {
            // until more bytes are needed
        }
        window = Arrays.copyOfRange(window, at, window.length);
        at = 0;
    }

    /** Ends the body. Throws when the last boundary is missing. */
    void end() {
        if (state != State.AFTER) {
            throw malformed("The form ends before its last boundary.");
        }
    }

    private boolean step() {
        return switch (state) {
            case BEFORE, CONTENT -> untilBoundary();
            case BOUNDARY -> afterBoundary();
            case HEADER -> header();
            case AFTER -> {
                at = window.length;
                yield false;
            }
        };
    }

    private boolean untilBoundary() {
        int found = findDelimiter();
        int end = found >= 0 ? found : Math.max(at, window.length - delimiter.length + 1);
        if (state == State.CONTENT && end > at) {
            parts.content(window, at, end - at);
        }
        at = end;
        if (found < 0) {
            return false;
        }
        at = found + delimiter.length;
        state = State.BOUNDARY;
        return true;
    }

    private boolean afterBoundary() {
        if (window.length - at < 2) {
            return false;
        }
        if (window[at] == '-' && window[at + 1] == '-') {
            at += 2;
            state = State.AFTER;
        } else if (window[at] == '\r' && window[at + 1] == '\n') {
            state = State.HEADER; // keeps this line break, because an empty line ends the header
        } else if (window[at] == ' ' || window[at] == '\t') {
            at++;
        } else {
            throw malformed("Something stands behind a boundary of the form.");
        }
        return true;
    }

    private boolean header() {
        int end = findEmptyLine();
        if (end < 0 && window.length - at > MAX_HEADER_LENGTH || end - at > MAX_HEADER_LENGTH) {
            throw malformed("The header of a part is too long.");
        }
        if (end < 0) {
            return false;
        }
        parts.begin(PartHeader.parse(Arrays.copyOfRange(window, at, end)));
        at = end + EMPTY_LINE.length;
        state = State.CONTENT;
        return true;
    }

    private int findDelimiter() {
        int last = delimiter.length - 1;
        for (int i = at; i <= window.length - delimiter.length; i += shifts[window[i + last] & 0xff]) {
            if (window[i + last] == delimiter[last]
                    && Arrays.equals(window, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private int findEmptyLine() {
        for (int i = at; i <= window.length - EMPTY_LINE.length; i++) {
            if (window[i] == '\r'
                    && Arrays.equals(window, i, i + EMPTY_LINE.length, EMPTY_LINE, 0, EMPTY_LINE.length)) {
                return i;
            }
        }
        return -1;
    }

    private static HttpProblemException malformed(String detail) {
        return HttpProblemException.malformedBody(detail);
    }
}
