package org.meshgate.cli.worker.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits a command line into words by the quoting rules of the POSIX shell (section 2.2): single quotes, double quotes,
 * backslashes. Nothing is expanded, and no shell takes part.
 */
public final class ShellWords {

    /** What a shell would act upon. Passing them on as words would surprise. */
    private static final Set<String> OPERATORS =
            Set.of("|", "||", "&", "&&", ";", "<", "<<", ">", ">>", "2>", "2>&1", "&>", "(", ")");

    private static final String ESCAPABLE_IN_QUOTES = "\"\\$`";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private StringBuilder word;
    private boolean quoted;
    private int next;

    private ShellWords(String line) {
        this.line = line;
    }

    /**
     * Splits a line.
     *
     * @return at least one word
     * @throws IllegalArgumentException with the reason, as the rest of a sentence
     */
    public static List<String> split(String line) {
        if (line.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("has a NUL character");
        }
        return new ShellWords(line).split();
    }

    private List<String> split() {
        while (next < line.length()) {
            char c = line.charAt(next++);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'' -> quote().append(upToSingleQuote());
                case '"' -> appendDoubleQuoted(quote());
                case '\\' -> appendEscaped();
                default -> current().append(c);
            }
        }
        endWord();
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("names no command");
        }
        return List.copyOf(words);
    }

    private StringBuilder current() {
        if (word == null) {
            word = new StringBuilder();
        }
        return word;
    }

    private StringBuilder quote() {
        quoted = true;
        return current();
    }

    private String upToSingleQuote() {
        int end = line.indexOf('\'', next);
        if (end < 0) {
            throw new IllegalArgumentException("has a single quote that is not closed");
        }
        String text = line.substring(next, end);
        next = end + 1;
        return text;
    }

    private void appendDoubleQuoted(StringBuilder into) {
        while (next < line.length()) {
            char c = line.charAt(next++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && next < line.length() && ESCAPABLE_IN_QUOTES.indexOf(line.charAt(next)) >= 0) {
                c = line.charAt(next++);
            }
            into.append(c);
        }
        throw new IllegalArgumentException("has a double quote that is not closed");
    }

    private void appendEscaped() {
        if (next == line.length()) {
            throw new IllegalArgumentException("ends with a backslash");
        }
        quote().append(line.charAt(next++));
    }

    private void endWord() {
        if (word == null) {
            return;
        }
        String text = word.toString();
        if (!quoted && OPERATORS.contains(text)) {
            throw new IllegalArgumentException(
                    "has the shell operator " + text + ", but no shell runs it: write sh -c '…'");
        }
        words.add(text);
        word = null;
        quoted = false;
    }
}
