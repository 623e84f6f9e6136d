package org.meshgate.cli.doctor;

import java.util.Locale;
import org.meshgate.cli.support.PrintableText;

/**
 * What a check of {@code doctor} came to.
 *
 * @param check its name, one word
 * @param seen what was there
 * @param advice what to do, as a sentence; empty when there is nothing
 */
record Finding(String check, Level level, String seen, String advice) {

    /** How bad it is. */
    enum Level {
        /** As it should be. */
        OK,
        /** Works, with a risk that somebody should know. */
        WARNING,
        /** Does not work, or loses data. */
        PROBLEM,
        /** Could not be looked at. */
        UNKNOWN;

        /** In lower case. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String seen) {
        return new Finding(check, Level.OK, seen, "");
    }

    static Finding warning(String check, String seen, String advice) {
        return new Finding(check, Level.WARNING, seen, advice);
    }

    static Finding problem(String check, String seen, String advice) {
        return new Finding(check, Level.PROBLEM, seen, advice);
    }

    static Finding unknown(String check, String seen, String advice) {
        return new Finding(check, Level.UNKNOWN, seen, advice);
    }

    /** One line for people. */
    String line() {
        return PrintableText.text(String.format(
                Locale.ROOT, "%-8s %-14s %s%s", level.word(), check, seen, advice.isEmpty() ? "" : end() + advice));
    }

    /** What stands between the two sentences. */
    private String end() {
        return seen.endsWith("?") ? " " : ". ";
    }
}
