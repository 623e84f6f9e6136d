package org.meshgate.http.sse;

import io.smallrye.mutiny.Multi;
import java.util.Optional;
import java.util.function.Function;

/**
 * The body of a streamed response: server-sent events (WHATWG HTML, section 9.2).
 *
 * @param events the events; their end ends the response. Cancelled when the client disconnects
 * @param access watches the access of the caller: takes the action that ends the response early, returns what to run at
 *     its end
 */
public record EventStream(Multi<Event> events, Function<Runnable, Runnable> access) {

    /**
     * One event.
     *
     * @param name the event type; absent for a comment, which clients ignore
     * @param data JSON, or the comment; one line
     * @param id the value that a reconnecting client sends as {@code Last-Event-ID}; one line
     */
    public record Event(Optional<String> name, String data, Optional<String> id) {

        /** An event with a type. */
        public static Event of(String name, String json) {
            return new Event(Optional.of(name), json, Optional.empty());
        }

        /** A heartbeat comment, against proxies that close idle connections. */
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
