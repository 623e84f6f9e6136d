package org.meshgate.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/**
 * The page of a list that a client requests.
 *
 * @param limit the maximum number of entries
 * @param offset how many entries to skip
 */
public record Paging(int limit, long offset) {

    /** Beyond the end of any list, and without overflow in sums. */
    private static final long MAX_DISTANCE = 1_000_000_000L;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    /**
     * Reads the query parameters {@code limit} and {@code offset}. They are text, because JAX-RS would answer 404 to
     * one that is not a number.
     *
     * @param limit absent for the default
     * @param offset absent for 0
     * @param defaultLimit when the client sends none
     * @param maxLimit a higher limit is refused
     * @throws ValidationFailedException for anything but whole numbers in range
     */
    public static Paging of(Optional<String> limit, Optional<String> offset, int defaultLimit, int maxLimit) {
        List<FieldError> errors = new ArrayList<>();
        long size = number("limit", limit, defaultLimit, 1, maxLimit, errors);
        long start = number("offset", offset, 0, 0, MAX_DISTANCE, errors);
        if (!errors.isEmpty()) {
            throw new ValidationFailedException(errors);
        }
        return new Paging((int) size, start);
    }

    /**
     * Like {@link #of}, but clamps a limit out of range, as clients of 3DAIGC-API expect.
     *
     * @throws ValidationFailedException for anything but whole numbers, and for an offset out of range
     */
    public static Paging clamped(Optional<String> limit, Optional<String> offset, int defaultLimit, int maxLimit) {
        Optional<String> inRange = limit.filter(
                        text -> WHOLE_NUMBER.matcher(text).matches())
                .map(text -> text.startsWith("-") ? 1 : clamped(text, maxLimit))
                .map(String::valueOf);
        return of(inRange.or(() -> limit), offset, defaultLimit, maxLimit);
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
            // reported below, like a number out of range
        }
        errors.add(new FieldError(field, "must be a whole number from " + least + " to " + most));
        return otherwise;
    }

    /** Stricter than Java, which accepts a plus sign and digits of other alphabets. */
    private static long parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new NumberFormatException("not of digits alone");
        }
        return Long.parseLong(text);
    }
}
