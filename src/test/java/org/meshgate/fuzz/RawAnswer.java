package org.meshgate.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came back.
 *
 * @param head status line and headers
 * @param body as far as it was read; of a stream of events nothing
 */
record RawAnswer(int status, List<String> head, byte[] body) {

    /** Of nobody: the server closed without an answer. */
    static final int NONE = 0;

    private static final int SHOWN = 2000;

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String text = text();
        return String.join("\n", head) + "\n\n" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
    }
}
