package org.meshgate.http.sse;

import io.smallrye.mutiny.Multi;
import java.util.Optional;
import java.util.function.Function;

/**
 * The body of an answer that is told as it happens: server-sent events (WHATWG HTML, section 9.2).
 *
 * @param events what is told; its end is the end of the answer. It is cancelled when the client leaves
 * @param access takes what ends the answer early, and returns what is to be run when the answer has ended
 */
public record EventStream(Multi<Event> events, Function<Runnable, Runnable> access) {

    /**
     * One event.
     *
     * @param name what kind of event; absent for a comment, which programs do not see
     * @param data JSON, or the comment; one line
     * @param id what a client that connects again sends as {@code Last-Event-ID}; one line
     */
    public record Event(Optional<String> name, String data, Optional<String> id) {

        /** An event of a kind. */
        public static Event of(String name, String json) {
            return new Event(Optional.of(name), json, Optional.empty());
        }

        /** For those who close silent connections. */
        public static Event comment(String text) {
            return new Event(Optional.empty(), text, Optional.empty());
        }

        /** The same event with an id. */
        public Event withId(String text) {
            return new Event(name, data, Optional.of(text));
        }

        String frame() {
            return name.map(kind -> id.map(text -> "id: " + text + "\n").orElse("") + "event: " + kind + "\ndata: "
                            + data + "\n\n")
                    .orElseGet(() -> ": " + data + "\n\n");
        }
    }
}
