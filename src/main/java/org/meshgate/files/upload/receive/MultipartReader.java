package org.meshgate.files.upload.receive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.problem.HttpProblemException;

/**
 * Takes a form ({@code multipart/form-data}, RFC 7578 and RFC 2046 section 5.1) apart while it arrives, and keeps no more
 * than one piece and one boundary of it. Netty's decoder, which Vert.x has inside, lets each form grow to 10 MiB in memory
 * before it frees what was read, and Vert.x offers no way to tell it otherwise.
 */
final class MultipartReader {

    /** Receives the parts; what its methods throw leaves {@link #read}. */
    interface Parts {
        void begin(PartHeader header);

        void content(byte[] bytes, int from, int length);
    }

    private enum State {
        /** Before the first part, or within one. */
        BEFORE,
        CONTENT,
        /** Right behind a boundary. */
        BOUNDARY,
        HEADER,
        AFTER
    }

    private static final int MAX_HEADER_LENGTH = 8 * 1024;
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
    private static final String TYPE = "multipart/form-data";

    private final byte[] delimiter;
    private final int[] steps;
    private final Parts parts;

    private State state = State.BEFORE;
    private byte[] window = {'\r', '\n'}; // so that the first boundary looks like the others
    private int at;

    /** @param boundary of {@link #boundary} */
    MultipartReader(String boundary, Parts parts) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.steps = steps(delimiter);
        this.parts = parts;
    }

    /** How far a search may go on when it met a byte at the place of the pattern's last one (Horspool, 1980). */
    private static int[] steps(byte[] pattern) {
        int[] steps = new int[256];
        Arrays.fill(steps, pattern.length);
        for (int i = 0; i < pattern.length - 1; i++) {
            steps[pattern[i] & 0xff] = pattern.length - 1 - i;
        }
        return steps;
    }

    /** The boundary that a {@code Content-Type} names; absent when it is no form, or has none that is allowed. */
    static Optional<String> boundary(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return type.equalsIgnoreCase(TYPE)
                ? Optional.ofNullable(PartHeader.parameters(contentType).get("boundary"))
                        .filter(text -> BOUNDARY.matcher(text).matches())
                : Optional.empty();
    }

    /** Takes the next piece of the body. */
    void read(byte[] piece) {
        byte[] joined = Arrays.copyOf(window, window.length + piece.length);
        System.arraycopy(piece, 0, joined, window.length, piece.length);
        window = joined;
        while (step()) {
            // as far as it goes
        }
        window = Arrays.copyOfRange(window, at, window.length);
        at = 0;
    }

    /** Says that nothing more comes. */
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
            state = State.HEADER; // its end is found by an empty line, so this line end stays
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
        for (int i = at; i <= window.length - delimiter.length; i += steps[window[i + last] & 0xff]) {
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
