package org.meshgate.webhooks.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a delivery is about, as the scripts store it.
 *
 * @param type of the event
 * @param at when it happened, in milliseconds since 1970
 * @param data what is told of it
 */
@RegisterForReflection
public record WebhookMessage(String type, long at, ObjectNode data) {

    /** Checks the mandatory fields. */
    public WebhookMessage {
        Objects.requireNonNull(type);
        Objects.requireNonNull(data);
    }

    /** Id of the job or token that it is about; empty for a test. */
    public Optional<String> subject() {
        return Stream.of("job_id", "token_id")
                .map(name -> data.path(name).textValue())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** When the event happened. */
    public Instant time() {
        return Instant.ofEpochMilli(at);
    }
}
