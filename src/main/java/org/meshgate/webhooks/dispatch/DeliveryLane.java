package org.meshgate.webhooks.dispatch;

import java.util.Locale;

/** A class of endpoints with attempts of its own, so that one that is dead or slow delays no other. */
enum DeliveryLane {
    /** The last attempt of the endpoint was answered quickly, or none has been made. */
    LIVE,
    /** The last attempt failed or took long. */
    SLOW;

    String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
