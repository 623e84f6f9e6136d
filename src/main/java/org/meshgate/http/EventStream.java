package org.meshgate.http;

import io.smallrye.mutiny.Multi;
import java.util.Optional;

/**
 * The body of an answer that is told as it happens: server-sent events (WHATWG HTML, section 9.2).
 *
 * @param events what is told; its end is the end of the answer. It is cancelled when the client leaves
 */
public record EventStream(Multi<Event> events) {

    /**
     * One event.
     *
     * @param name what kind of event; absent for a comment, which programs do not see
     * @param data JSON, or the comment; one line
     */
    public record Event(Optional<String> name, String data) {

        /** An event of a kind. */
        public static Event of(String name, String json) {
            return new Event(Optional.of(name), json);
        }

        /** For those who close silent connections. */
        public static Event comment(String text) {
            return new Event(Optional.empty(), text);
        }

        String frame() {
            return name.map(kind -> "event: " + kind + "\ndata: " + data + "\n\n")
                    .orElseGet(() -> ": " + data + "\n\n");
        }
    }
}
