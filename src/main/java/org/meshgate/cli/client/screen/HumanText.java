package org.meshgate.cli.client.screen;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class HumanText {

    private static final long KILO = 1000;
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
    private static final int LARGE = 100;

    private HumanText() {}

    /** {@code 512 B}, {@code 1.2 MB}. */
    public static String bytes(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        do {
            value /= KILO;
            unit++;
        } while (value >= KILO && unit < UNITS.length - 1);
        return String.format(Locale.ROOT, value < LARGE ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** {@code 45 s}, {@code 3 min}, {@code 2 h}, {@code 5 d}. */
    public static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return time.toHours() < 48 ? time.toHours() + " h" : time.toDays() + " d";
    }

    /** At most so many characters; a text that is cut ends with dots. */
    public static String shortened(String text, int max) {
        int length = text.codePointCount(0, text.length());
        if (length <= max) {
            return text;
        }
        return max <= 3
                ? text.substring(0, text.offsetByCodePoints(0, max))
                : text.substring(0, text.offsetByCodePoints(0, max - 3)) + "...";
    }
}
