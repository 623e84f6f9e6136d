package org.meshgate.webhooks.delivery;

import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryStatus {
    /** It waits for its next attempt. */
    WAITING,
    /** An attempt runs. */
    SENDING,
    /** The endpoint accepted it. */
    DELIVERED,
    /** All attempts failed. */
    FAILED;

    /** The lower-case name in responses. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
