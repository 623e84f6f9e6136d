package org.meshgate.cli.worker.exec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.meshgate.cli.support.PrintableText;

/** The last lines that a command wrote, bounded. Thread-safe. */
final class OutputTail {

    private final int maxBytes;
    private final Deque<String> lines = new ArrayDeque<>();
    private int bytes;
    private Optional<String> lastError = Optional.empty();

    OutputTail(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A line of standard output. */
    synchronized void add(String line) {
        String text = PrintableText.text(line);
        lines.addLast(text);
        bytes += size(text);
        while (bytes > maxBytes) {
            bytes -= size(lines.removeFirst());
        }
    }

    /** In UTF-8, with the line break. */
    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** A line of standard error. */
    synchronized void addError(String line) {
        add(line);
        if (!line.isBlank()) {
            lastError = Optional.of(PrintableText.text(line.strip()));
        }
    }

    /** The last line of standard error that is not blank. */
    synchronized Optional<String> lastError() {
        return lastError;
    }

    /** All lines kept, or empty when there are none. */
    synchronized Optional<String> text() {
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }
}
