package org.meshgate.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/**
 * Which part of a list a client wants.
 *
 * @param limit how many entries at most
 * @param offset how many to leave out first
 */
public record Paging(int limit, long offset) {

    /** Farther than any list goes, and safe to calculate with. */
    private static final long MAX_DISTANCE = 1_000_000_000L;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    /**
     * Reads the query parameters {@code limit} and {@code offset}. They come as text, because JAX-RS would answer 404 to
     * one that is no number.
     *
     * @param limit absent for the default
     * @param offset absent for 0
     * @param defaultLimit when the client names none
     * @param highestLimit more is refused
     * @throws ValidationFailedException for anything but whole numbers in range
     */
    public static Paging of(Optional<String> limit, Optional<String> offset, int defaultLimit, int highestLimit) {
        List<FieldError> errors = new ArrayList<>();
        long size = number("limit", limit, defaultLimit, 1, highestLimit, errors);
        long start = number("offset", offset, 0, 0, MAX_DISTANCE, errors);
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
        return new Paging((int) size, start);
    }

    /**
     * As {@link #of}, but a limit out of range is the nearest one in range, as old clients expect it.
     *
     * @throws ValidationFailedException for what is no whole number, and for an offset out of range
     */
    public static Paging clamped(Optional<String> limit, Optional<String> offset, int defaultLimit, int highestLimit) {
        Optional<String> inRange = limit.filter(
                        text -> WHOLE_NUMBER.matcher(text).matches())
                .map(text -> text.startsWith("-") ? 1 : clamped(text, highestLimit))
                .map(String::valueOf);
        return of(inRange.or(() -> limit), offset, defaultLimit, highestLimit);
    }

    /** @param digits any number of them */
    private static int clamped(String digits, int highest) {
        return NUMBER.matcher(digits).matches()
                ? (int) Math.max(1, Math.min(highest, Long.parseLong(digits)))
                : highest;
    }

    /** Whether entries follow this page. */
    public boolean hasMore(long total) {
        return offset + limit < total;
    }

    private static long number(
            String field, Optional<String> text, long otherwise, long least, long most, List<FieldError> errors) {
        try {
            long number = text.map(Paging::parse).orElse(otherwise);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        errors.add(new FieldError(field, "must be a whole number from " + least + " to " + most));
        return otherwise;
    }

    /** Java would also take a plus, and digits of other alphabets. */
    private static long parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new NumberFormatException("not of digits alone");
        }
        return Long.parseLong(text);
    }
}
