package org.meshgate.testing;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tries a rule with many generated values. The same every time, unless {@code -Dtries.seed} says otherwise; a failure tells
 * the seed with which its value comes first.
 */
public final class Tries {

    private static final String SEED = "tries.seed";
    private static final long USUAL_SEED = 20_260_131L;
    private static final int SHOWN = 300;
    private static final int COUNT = scaled(2000, 300);

    private Tries() {}

    /** Returns the number of tries: the full one with {@code -Pnightly}, the usual one in every other run. */
    public static int scaled(int full, int usual) {
        return nightly() ? full : usual;
    }

    /** Tells whether the tests run with {@code -Pnightly}, where they may take long. */
    public static boolean nightly() {
        return Boolean.getBoolean("tests.nightly");
    }

    /**
     * Tries a rule 300 times, and 2000 times with {@code -Pnightly}.
     *
     * @param make makes a value, of nothing but what it is given
     * @param rule fails, with any exception, for a value that breaks it
     */
    public static <T> void forAll(Function<Values, T> make, Consumer<T> rule) {
        forAll(COUNT, make, rule);
    }

    /** Tries a rule so many times. */
    public static <T> void forAll(int count, Function<Values, T> make, Consumer<T> rule) {
        long first = Long.getLong(SEED, USUAL_SEED);
        for (long seed = first; seed < first + count; seed++) {
            T value = make.apply(new Values(new Random(seed)));
            try {
                rule.accept(value);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "fails for " + shown(String.valueOf(value)) + " (again with -D" + SEED + "=" + seed + "): " + e,
                        e);
            }
        }
    }

    /** With escapes, since most values that break something cannot be seen. */
    private static String shown(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
            char c = text.charAt(i);
            escaped.append(c >= ' ' && c <= '~' ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return text.length() > SHOWN ? escaped + "... of " + text.length() + " characters" : escaped.toString();
    }
}
