package org.meshgate.webhooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.http.Paging;
import org.meshgate.webhooks.delivery.DeliveryLog;
import org.meshgate.webhooks.delivery.dto.DeliveryInfo;
import org.meshgate.webhooks.delivery.dto.DeliveryListResponse;
import org.meshgate.webhooks.delivery.dto.DeliveryResponse;
import org.meshgate.webhooks.endpoint.EndpointOwner;

/** What the routes of deliveries of users and of administrators have in common. */
@ApplicationScoped
class DeliveryRoutes {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final DeliveryLog log;

    DeliveryRoutes(DeliveryLog log) {
        this.log = log;
    }

    Uni<DeliveryListResponse> list(
            EndpointOwner owner, String endpoint, Optional<String> limit, Optional<String> cursor) {
        Paging paging = Paging.of(limit, Optional.empty(), DEFAULT_LIMIT, MAX_LIMIT);
        return log.list(owner, endpoint, paging.limit(), cursor).map(page -> {
            List<DeliveryInfo> deliveries =
                    page.deliveries().stream().map(DeliveryInfo::of).toList();
            return new DeliveryListResponse(
                    true,
                    deliveries,
                    deliveries.size(),
                    page.total(),
                    page.next().orElse(null));
        });
    }

    Uni<DeliveryResponse> retry(EndpointOwner owner, String endpoint, String id) {
        return log.retry(owner, endpoint, id).map(delivery -> new DeliveryResponse(true, DeliveryInfo.of(delivery)));
    }

    Uni<DeliveryResponse> test(EndpointOwner owner, String endpoint) {
        return log.test(owner, endpoint).map(delivery -> new DeliveryResponse(true, DeliveryInfo.of(delivery)));
    }
}
