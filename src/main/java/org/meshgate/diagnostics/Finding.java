package org.meshgate.diagnostics;

import java.util.Locale;

/**
 * The result of a check.
 *
 * @param check the name of the check, one word
 * @param seen the observation
 * @param advice the remedy, as a sentence; empty if there is none
 */
public record Finding(String check, Level level, String seen, String advice) {

    /** The severity. */
    public enum Level {
        OK,
        /** Works, but with a risk. */
        WARNING,
        /** Does not work, or loses data. */
        PROBLEM,
        /** Could not be checked. */
        UNKNOWN;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A result of the level OK. */
    public static Finding ok(String check, String seen) {
        return new Finding(check, Level.OK, seen, "");
    }

    /** A result of the level WARNING. */
    public static Finding warning(String check, String seen, String advice) {
        return new Finding(check, Level.WARNING, seen, advice);
    }

    /** A result of the level PROBLEM. */
    public static Finding problem(String check, String seen, String advice) {
        return new Finding(check, Level.PROBLEM, seen, advice);
    }

    /** A result of the level UNKNOWN. */
    public static Finding unknown(String check, String seen, String advice) {
        return new Finding(check, Level.UNKNOWN, seen, advice);
    }
}
