package org.meshgate.webhooks.endpoint;

import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meshgate.redis.Timestamps;
import org.meshgate.webhooks.endpoint.WebhookEndpoint.EndpointState;

/** Converts endpoints to and from the fields of their hash in Redis. Times are milliseconds since 1970. */
public final class EndpointFields {

    static final String URL = "url";
    static final String EVENTS = "events";
    static final String DESCRIPTION = "description";
    static final String BASE_URL = "base_url";
    static final String CREATED_AT = "created_at";
    private static final String BLANK = " ";
    private static final String ENABLED = "1";

    private EndpointFields() {}

    /**
     * Reads an endpoint; empty when another program has written something else than a number.
     *
     * @param fields names and values, in turn
     * @param waiting number of deliveries in its queue
     */
    public static Optional<WebhookEndpoint> read(String id, Response fields, long waiting) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            values.put(fields.get(i).toString(), fields.get(i + 1).toString());
        }
        try {
            return Optional.of(endpoint(id, values, waiting));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static WebhookEndpoint endpoint(String id, Map<String, String> values, long waiting) {
        Optional<DisabledReason> reason = ENABLED.equals(values.get("enabled"))
                ? Optional.empty()
                : Optional.of(DisabledReason.fromJsonName(values.getOrDefault("disabled_reason", ""))
                        .orElse(DisabledReason.OWNER));
        return new WebhookEndpoint(
                id,
                new EndpointOwner(values.getOrDefault("owner", "")),
                values.getOrDefault(URL, ""),
                events(values.getOrDefault(EVENTS, "")),
                values.getOrDefault(DESCRIPTION, ""),
                values.getOrDefault(BASE_URL, ""),
                time(values, CREATED_AT).orElse(Instant.EPOCH),
                Integer.parseInt(values.getOrDefault("version", "1")),
                time(values, "rotated_at"),
                new EndpointState(
                        reason,
                        time(values, "disabled_at"),
                        time(values, "failing_since"),
                        time(values, "succeeded_at"),
                        waiting,
                        Long.parseLong(values.getOrDefault("dropped", "0"))));
    }

    static String write(List<WebhookEvent> events) {
        return events.stream().map(WebhookEvent::type).collect(Collectors.joining(BLANK));
    }

    private static List<WebhookEvent> events(String text) {
        return Arrays.stream(text.split(BLANK))
                .flatMap(type -> WebhookEvent.fromType(type).stream())
                .toList();
    }

    private static Optional<Instant> time(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).flatMap(Timestamps::ofScore);
    }
}
