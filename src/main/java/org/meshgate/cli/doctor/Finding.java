package org.meshgate.cli.doctor;

import java.util.Locale;
import org.meshgate.cli.support.PrintableText;

/**
 * The result of a check of {@code doctor}.
 *
 * @param check the name of the check, one word
 * @param seen the observation
 * @param advice the remedy, as a sentence; empty if there is none
 */
record Finding(String check, Level level, String seen, String advice) {

    /** The severity. */
    enum Level {
        OK,
        /** Works, but with a risk. */
        WARNING,
        /** Does not work, or loses data. */
        PROBLEM,
        /** Could not be checked. */
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

    /** One line of text output. */
    String line() {
        return PrintableText.text(String.format(
                Locale.ROOT,
                "%-8s %-14s %s%s",
                level.word(),
                check,
                seen,
                advice.isEmpty() ? "" : separator() + advice));
    }

    /** The separator between observation and advice. */
    private String separator() {
        return seen.endsWith("?") ? " " : ". ";
    }
}
