package org.meshgate.webhooks.endpoint;

import java.util.Locale;
import java.util.Optional;

/** Why an endpoint gets no deliveries. */
public enum DisabledReason {
    /** Its owner disabled it. */
    OWNER,
    /** It answered 410. */
    GONE,
    /** All attempts of five days failed. */
    FAILING;

    /** The lower-case name in Redis and in responses. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for any other text. */
    public static Optional<DisabledReason> fromJsonName(String text) {
        for (DisabledReason reason : values()) {
            if (reason.jsonName().equals(text)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
