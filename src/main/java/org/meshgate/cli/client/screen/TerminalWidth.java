package org.meshgate.cli.client.screen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How wide the terminal is. Java does not tell; {@code stty}, which POSIX systems have, does. */
final class TerminalWidth {

    private static final int DEFAULT = 80;
    private static final int MIN = 20;
    private static final int MAX_ANSWER = 64;

    private TerminalWidth() {}

    /** {@code $COLUMNS} first. */
    static int of(Map<String, String> environment) {
        return number(environment.getOrDefault("COLUMNS", ""))
                .or(TerminalWidth::ofTerminal)
                .orElse(DEFAULT);
    }

    private static Optional<Integer> ofTerminal() {
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = process.getInputStream()) {
                String size = new String(answer.readNBytes(MAX_ANSWER), StandardCharsets.US_ASCII);
                process.waitFor(1, TimeUnit.SECONDS);
                return number(size.substring(size.indexOf(' ') + 1).strip()); // rows and columns
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,4}")
                ? Optional.of(Integer.parseInt(text)).filter(columns -> columns >= MIN)
                : Optional.empty();
    }
}
