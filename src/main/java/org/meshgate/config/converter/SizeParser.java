package org.meshgate.config.converter;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one form of sizes in all settings: a whole number of bytes, or one with {@code K}, {@code M}, {@code G} or
 * {@code T} in any case. A {@code B}, {@code i} or {@code iB} behind it changes nothing: {@code 50M}, {@code 50MB},
 * {@code 50Mi} and {@code 50MiB} are all 50 times 1024 times 1024 bytes.
 */
public final class SizeParser {

    private static final Pattern FORM = Pattern.compile("(\\d{1,13})(?:B|([KMGT])(?:I?B?))?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";
    private static final int BITS_PER_UNIT = 10;

    private SizeParser() {}

    /** Reads a size in bytes; empty for anything else, and for one that is too large for a {@code long}. */
    public static OptionalLong parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(parts.group(1));
        int shift = parts.group(2) == null
                ? 0
                : BITS_PER_UNIT * (UNITS.indexOf(parts.group(2).toUpperCase(Locale.ROOT)) + 1);
        return number > Long.MAX_VALUE >> shift ? OptionalLong.empty() : OptionalLong.of(number << shift);
    }
}
