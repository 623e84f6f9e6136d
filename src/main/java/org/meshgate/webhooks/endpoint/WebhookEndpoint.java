package org.meshgate.webhooks.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL that is told of events.
 *
 * @param id {@code wh_} and 16 hexadecimal digits
 * @param url as registered
 * @param events what it is told of
 * @param description a text of its owner; empty if absent
 * @param baseUrl where the server was reached at the registration, for URLs in deliveries without
 *     {@code server.public_url}
 * @param secretVersion version of its secret, from 1
 * @param rotatedAt when the version was raised last
 * @param state what became of deliveries
 */
public record WebhookEndpoint(
        String id,
        EndpointOwner owner,
        String url,
        List<WebhookEvent> events,
        String description,
        String baseUrl,
        Instant createdAt,
        int secretVersion,
        Optional<Instant> rotatedAt,
        EndpointState state) {

    /** How long the former secret signs as well after a rotation. */
    public static final Duration ROTATION_OVERLAP = Duration.ofHours(24);

    private static final Pattern ID = Pattern.compile("wh_[0-9a-f]{16}");

    /**
     * What became of deliveries.
     *
     * @param disabledReason empty while it is enabled
     * @param failingSince the first failed attempt since the last success
     * @param waiting number of deliveries in the queue
     * @param dropped number of deliveries for which the queue had no room, since the registration
     */
    public record EndpointState(
            Optional<DisabledReason> disabledReason,
            Optional<Instant> disabledAt,
            Optional<Instant> failingSince,
            Optional<Instant> succeededAt,
            long waiting,
            long dropped) {}

    /** Whether a text has the form of an id; only such a text may become part of a key. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Whether it gets deliveries. */
    public boolean enabled() {
        return state.disabledReason().isEmpty();
    }

    /** The versions of its secret that sign at a time, the current one first. */
    public List<Integer> signingVersions(Instant now) {
        boolean both = rotatedAt
                .filter(time -> now.isBefore(time.plus(ROTATION_OVERLAP)))
                .isPresent();
        return both ? List.of(secretVersion, secretVersion - 1) : List.of(secretVersion);
    }

    @Override
    public String toString() {
        return "WebhookEndpoint[" + id + "]"; // a URL may have a secret in its path
    }
}
