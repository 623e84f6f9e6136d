package org.meshgate.webhooks.endpoint;

import java.util.List;
import java.util.Optional;

/** A change of an endpoint, checked: what is absent stays. */
public record EndpointChange(
        Optional<String> url,
        Optional<List<WebhookEvent>> events,
        Optional<String> description,
        Optional<Boolean> enabled) {

    @Override
    public String toString() {
        return "EndpointChange[]";
    }
}
