package org.meshgate.files.download;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} header asks of a file (RFC 9110 section 14). */
sealed interface ByteRange {

    /** Everything: no header, or one that may be ignored, because it is malformed or names several ranges. */
    record Whole() implements ByteRange {}

    /** The bytes from {@code first} to {@code last}, both included. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** Nothing that the file has. */
    record Unsatisfiable() implements ByteRange {}

    /**
     * Reads the header.
     *
     * @param headers all of this name
     * @param size of the file in bytes
     */
    static ByteRange of(List<String> headers, long size) {
        if (headers.size() != 1) {
            return new Whole();
        }
        Matcher range = Syntax.ONE_RANGE.matcher(headers.get(0));
        if (!range.matches()) {
            return new Whole();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(number(last), size);
        }
        return between(number(first), last.isEmpty() ? Long.MAX_VALUE : number(last), size);
    }

    private static ByteRange between(long first, long last, long size) {
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }

    private static ByteRange suffix(long length, long size) {
        if (length == 0) {
            return new Unsatisfiable();
        }
        return size == 0 ? new Whole() : new Part(Math.max(0, size - length), size - 1);
    }

    /** Farther than any file goes is far enough. */
    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    /** Interfaces have no private constants. */
    final class Syntax {
        private static final Pattern ONE_RANGE =
                Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,100})\\s*-\\s*(\\d{0,100})\\s*", Pattern.CASE_INSENSITIVE);

        private Syntax() {}
    }
}
