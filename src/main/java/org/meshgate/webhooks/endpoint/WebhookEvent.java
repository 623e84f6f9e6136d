package org.meshgate.webhooks.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of events. */
public enum WebhookEvent {
    /** A job was completed. */
    JOB_COMPLETED("job.completed"),
    /** A job failed. */
    JOB_FAILED("job.failed"),
    /** A job was cancelled. */
    JOB_CANCELLED("job.cancelled"),
    /** An API token ends within 14 days. */
    TOKEN_EXPIRING("token.expiring"),
    /** The owner of the endpoint asked for a test. Every endpoint gets it; none subscribes to it. */
    TEST("webhook.test");

    private final String type;

    WebhookEvent(String type) {
        this.type = type;
    }

    /** The name in requests and deliveries, such as {@code job.completed}. */
    public String type() {
        return type;
    }

    /** The events that an endpoint can subscribe to. */
    public static List<WebhookEvent> subscribable() {
        return Arrays.stream(values()).filter(event -> event != TEST).toList();
    }

    /** The subscribable event of this type; empty for any other text. */
    public static Optional<WebhookEvent> fromType(String text) {
        return subscribable().stream().filter(event -> event.type.equals(text)).findFirst();
    }
}
