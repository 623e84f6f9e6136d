package org.meshgate.cli.client.screen;

import java.io.PrintWriter;
import java.util.Map;
import org.meshgate.cli.support.PrintableText;
import org.meshgate.cli.support.Prompts;

/**
 * Where a command prints: results on standard output, everything else on standard error. Texts of servers pass through
 * {@link PrintableText}. Safe for threads: a signal may come while progress is painted.
 */
public final class Screen {

    private static final String CLEAR_TO_END = "\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Options options;
    private boolean painted;
    private boolean closed;

    /**
     * What to print on.
     *
     * @param terminal whether lines can be painted over
     * @param color whether the terminal shows colours, and the user wants them
     * @param quiet whether only results and failures are printed
     * @param width in columns
     */
    public record Options(boolean terminal, boolean color, boolean quiet, int width) {}

    public Screen(PrintWriter out, PrintWriter err, Options options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    /** The screen of this process. */
    public static Screen of(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean quiet) {
        boolean terminal =
                Prompts.ofTerminal().hasTerminal() && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        boolean color = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        int width = terminal ? TerminalWidth.of(environment) : Integer.MAX_VALUE;
        return new Screen(out, err, new Options(terminal, color, quiet, width));
    }

    /** Whether lines can be painted over. */
    public boolean isTerminal() {
        return options.terminal();
    }

    /** In columns; very large in a pipe. */
    public int width() {
        return options.width();
    }

    /** Whether only results and failures are printed. */
    public boolean isQuiet() {
        return options.quiet();
    }

    /** Prints a result, which programs may read. */
    public synchronized void result(String line) {
        if (!closed) {
            erase();
            out.println(PrintableText.text(line));
            out.flush();
        }
    }

    /** Prints a line for people; nothing with {@code --quiet}. */
    public synchronized void say(String line) {
        if (!options.quiet()) {
            fail(line);
        }
    }

    /** Prints a line for people, always. */
    public synchronized void fail(String line) {
        if (!closed) {
            erase();
            err.println(PrintableText.text(line));
            err.flush();
        }
    }

    /** Prints a last line; nothing is printed after it. */
    public synchronized void end(String line) {
        say(line);
        closed = true;
    }

    /** Text in the colour of a job's status, where there are colours. */
    public String colored(String status, String text) {
        if (!options.color()) {
            return text;
        }
        String code =
                switch (status) {
                    case "completed" -> "32";
                    case "failed" -> "31";
                    case "processing" -> "36";
                    case "cancelled" -> "33";
                    default -> "";
                };
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** Prints a line of a table whose texts are printable already. */
    public synchronized void row(String line) {
        if (!closed) {
            erase();
            out.println(line);
            out.flush();
        }
    }

    /** Paints over the last line that was painted. */
    synchronized void paint(String line) {
        if (!closed) {
            String safe = PrintableText.text(line);
            err.print("\r" + HumanText.shortened(safe, Math.max(1, options.width() - 1)) + CLEAR_TO_END);
            err.flush();
            painted = true;
        }
    }

    private void erase() {
        if (painted) {
            err.print("\r" + CLEAR_TO_END);
            err.flush();
            painted = false;
        }
    }
}
