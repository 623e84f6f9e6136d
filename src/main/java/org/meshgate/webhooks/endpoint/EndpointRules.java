package org.meshgate.webhooks.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meshgate.problem.FieldError;
import org.meshgate.problem.ValidationFailedException;

/** The rules of requests about endpoints, but those of the URL. */
final class EndpointRules {

    private static final int MAX_DESCRIPTION = 200;

    private EndpointRules() {}

    /**
     * The events of a request.
     *
     * @throws ValidationFailedException without any, and for one that {@link WebhookEvent#subscribable} does not have
     */
    static List<WebhookEvent> events(List<String> types) {
        List<WebhookEvent> events = new ArrayList<>();
        for (String type : types) {
            Optional<WebhookEvent> event = Optional.ofNullable(type).flatMap(WebhookEvent::fromType);
            if (event.isEmpty()) {
                throw invalid();
            }
            if (!events.contains(event.get())) {
                events.add(event.get());
            }
        }
        if (events.isEmpty()) {
            throw invalid();
        }
        return List.copyOf(events);
    }

    private static ValidationFailedException invalid() {
        return new ValidationFailedException(
                "events",
                "must be a list of one or more of "
                        + WebhookEvent.subscribable().stream()
                                .map(WebhookEvent::type)
                                .collect(Collectors.joining(", ")));
    }

    /**
     * The description of a request.
     *
     * @throws ValidationFailedException for one that is too long or has control characters
     */
    static String description(String text) {
        if (text.codePointCount(0, text.length()) > MAX_DESCRIPTION
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new ValidationFailedException(List.of(new FieldError(
                    "description",
                    "must be text of at most " + MAX_DESCRIPTION + " characters without control characters")));
        }
        return text.strip();
    }
}
