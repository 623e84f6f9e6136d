package org.meshgate.webhooks.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.runtime.OpaqueCursor;
import org.meshgate.webhooks.delivery.DeliveryStore.Position;
import org.meshgate.webhooks.delivery.DeliveryStore.Queueing;
import org.meshgate.webhooks.endpoint.EndpointOwner;
import org.meshgate.webhooks.endpoint.Endpoints;

/**
 * Shows the deliveries of an endpoint, retries them, and adds tests. Every method fails with
 * {@link ProblemType#WEBHOOK_NOT_FOUND} when the owner has no such endpoint.
 */
@ApplicationScoped
public class DeliveryLog {

    private static final int ID_BYTES = 16;
    private static final Pattern POSITION = Pattern.compile("(\\d{1,15}):(msg_[0-9a-f]{32})");
    private static final Pattern ID = Pattern.compile("msg_[0-9a-f]{32}");

    private final DeliveryStore store;
    private final SecureRandom random;

    DeliveryLog(DeliveryStore store, SecureRandom random) {
        this.store = store;
        this.random = random;
    }

    /**
     * A page of the log.
     *
     * @param total number of deliveries that wait or are logged
     * @param next cursor of the next page; empty at the end
     */
    public record LogPage(List<Delivery> deliveries, long total, Optional<String> next) {}

    /**
     * The waiting deliveries and the last ended ones, newest first.
     *
     * @param cursor of the page before; empty for the first page
     * @return fails with {@link ValidationFailedException} for a cursor of another list
     */
    public Uni<LogPage> list(EndpointOwner owner, String endpoint, int limit, Optional<String> cursor) {
        String list = "deliveries " + owner.id() + " " + endpoint;
        Optional<Position> after = cursor.map(text -> OpaqueCursor.decode(list, text)
                .map(POSITION::matcher)
                .filter(parts -> parts.matches())
                .map(parts -> new Position(Long.parseLong(parts.group(1)), parts.group(2)))
                .orElseThrow(() -> new ValidationFailedException("cursor", "must be next_cursor of this list")));
        return Endpoints.requireId(endpoint)
                .chain(() -> store.list(owner, endpoint, limit, after))
                .map(found -> found.orElseThrow(ProblemType.WEBHOOK_NOT_FOUND::exception))
                .map(page -> new LogPage(
                        page.deliveries(),
                        page.total(),
                        page.last()
                                .map(position -> OpaqueCursor.encode(list, position.millis() + ":" + position.id()))));
    }

    /**
     * Makes a delivery due now; one that has ended begins its schedule anew.
     *
     * @return fails with {@link ProblemType#DELIVERY_NOT_FOUND}, {@link ProblemType#WEBHOOK_DISABLED} or
     *     {@link ProblemType#WEBHOOK_QUEUE_FULL}
     */
    public Uni<Delivery> retry(EndpointOwner owner, String endpoint, String id) {
        return Endpoints.requireId(endpoint)
                .chain(() -> store.retry(owner, endpoint, ID.matcher(id).matches() ? id : ""))
                .invoke(outcome -> requireDone(outcome.orElseThrow(ProblemType.WEBHOOK_NOT_FOUND::exception)))
                .chain(done -> find(endpoint, id));
    }

    /**
     * Adds a test; while one waits, this one is due now.
     *
     * @return fails with {@link ProblemType#WEBHOOK_DISABLED} or {@link ProblemType#WEBHOOK_QUEUE_FULL}
     */
    public Uni<Delivery> test(EndpointOwner owner, String endpoint) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = "msg_" + HexFormat.of().formatHex(bytes);
        return Endpoints.requireId(endpoint)
                .chain(() -> store.addTest(owner, endpoint, id, Map.of("webhook_id", endpoint)))
                .map(found -> found.orElseThrow(ProblemType.WEBHOOK_NOT_FOUND::exception))
                .invoke(addition -> requireDone(addition.queueing()))
                .chain(addition -> find(endpoint, addition.id()));
    }

    private static void requireDone(Queueing queueing) {
        switch (queueing) {
            case DONE -> {}
            case DISABLED -> throw ProblemType.WEBHOOK_DISABLED.exception();
            case FULL -> throw ProblemType.WEBHOOK_QUEUE_FULL.exception();
            case UNKNOWN -> throw ProblemType.DELIVERY_NOT_FOUND.exception();
        }
    }

    private Uni<Delivery> find(String endpoint, String id) {
        return store.find(endpoint, id).map(found -> found.orElseThrow(ProblemType.DELIVERY_NOT_FOUND::exception));
    }
}
