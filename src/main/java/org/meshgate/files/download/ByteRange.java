package org.meshgate.files.download;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parsed {@code Range} header of a request for a file (RFC 9110 section 14). */
sealed interface ByteRange {

    /** The whole file: no header, or one that is ignored because it is malformed or has several ranges. */
    record Whole() implements ByteRange {}

    /** The bytes from {@code first} to {@code last}, inclusive. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** A range outside the file: 416. */
    record Unsatisfiable() implements ByteRange {}

    /**
     * Parses the header.
     *
     * @param headers all {@code Range} headers of the request
     * @param size the size of the file in bytes
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

    /** Parses digits; saturates at {@link Long#MAX_VALUE}. */
    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    /** Holds the pattern, since an interface cannot have private constants. */
    final class Syntax {
        private static final Pattern ONE_RANGE =
                Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,100})\\s*-\\s*(\\d{0,100})\\s*", Pattern.CASE_INSENSITIVE);

        private Syntax() {}
    }
}
