package org.meshgate.cli.client.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.meshgate.cli.client.screen.HumanText;

/**
 * What is known of a job, of its status or of an event. Texts are those of the server.
 *
 * @param status such as {@code queued}; empty where an event does not tell
 * @param position in the queue, from 1
 * @param waitSeconds how long it may wait
 * @param progress 0 to 1
 * @param message of the worker
 */
public record JobUpdate(
        String status,
        OptionalLong position,
        OptionalLong waitSeconds,
        OptionalDouble progress,
        Optional<String> message) {

    /** The status of a job that has its result. */
    public static final String COMPLETED = "completed";

    static final String FAILED = "failed";
    static final String CANCELLED = "cancelled";

    private static final String QUEUED = "queued";

    /** Of a status document, or of the data of an event. */
    static JobUpdate of(JsonNode document) {
        String status = document.path("status").asText("");
        boolean waits = status.equals(QUEUED);
        return new JobUpdate(
                status,
                waits ? number(document.path("queue_position")) : OptionalLong.empty(),
                waits ? number(document.path("estimated_wait_seconds")) : OptionalLong.empty(),
                !waits && document.path("progress").isNumber()
                        ? OptionalDouble.of(document.path("progress").asDouble())
                        : OptionalDouble.empty(),
                Optional.of(document.path("progress_message")
                                .asText(document.path("message").asText("")))
                        .filter(text -> !text.isEmpty()));
    }

    /** Whether a job with this status has ended. */
    static boolean isEnd(String status) {
        return status.equals(COMPLETED) || status.equals(FAILED) || status.equals(CANCELLED);
    }

    /** What changes besides status and progress, for people. */
    String note() {
        if (position.isPresent()) {
            return "position " + position.getAsLong()
                    + (waitSeconds.isPresent()
                            ? ", about " + HumanText.duration(Duration.ofSeconds(waitSeconds.getAsLong()))
                            : "");
        }
        return message.orElse("");
    }

    private static OptionalLong number(JsonNode value) {
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }
}
