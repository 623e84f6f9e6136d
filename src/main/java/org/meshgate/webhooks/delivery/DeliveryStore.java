package org.meshgate.webhooks.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.meshgate.identity.RecordJson;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.redis.Timestamps;
import org.meshgate.webhooks.endpoint.EndpointOwner;
import org.meshgate.webhooks.endpoint.WebhookScripts;

/** The log of deliveries in Redis: each method is one script. */
@ApplicationScoped
class DeliveryStore {

    private static final LuaScript LIST = WebhookScripts.load("list-deliveries.lua");
    private static final LuaScript GET = WebhookScripts.load("get-delivery.lua");
    private static final LuaScript RETRY = WebhookScripts.load("retry-delivery.lua");
    private static final LuaScript ADD_TEST = WebhookScripts.load("add-test.lua");
    private static final String YES = "1";

    private final RedisCommands redis;
    private final RecordJson json;
    private final WebhookScripts scripts;

    DeliveryStore(RedisCommands redis, RecordJson json, KeyPrefix prefix, DispatchTime time) {
        this.redis = redis;
        this.json = json;
        this.scripts = new WebhookScripts(prefix, time);
    }

    /** A position in the log: time of the addition in milliseconds, and id. */
    record Position(long millis, String id) {}

    /**
     * A page of the log; unreadable entries are left out.
     *
     * @param last position of the last entry, if others follow
     */
    record DeliveryPage(List<Delivery> deliveries, long total, Optional<Position> last) {}

    /** What became of a request to make a delivery due. */
    enum Queueing {
        DONE,
        DISABLED,
        FULL,
        UNKNOWN
    }

    /** Newest first; empty when the owner has no such endpoint. */
    Uni<Optional<DeliveryPage>> list(EndpointOwner owner, String endpoint, int limit, Optional<Position> after) {
        return run(
                        LIST,
                        scripts.timed(
                                endpoint,
                                owner.id(),
                                Integer.toString(limit + 1),
                                after.map(position -> Long.toString(position.millis()))
                                        .orElse(""),
                                after.map(Position::id).orElse("")))
                .map(reply -> reply.map(page -> page(page.get(0), page.get(1).toLong(), limit)));
    }

    private DeliveryPage page(Response rows, long total, int limit) {
        List<Delivery> read = StreamSupport.stream(rows.spliterator(), false)
                .limit(limit)
                .flatMap(row -> delivery(row).stream())
                .toList();
        Optional<Position> last = rows.size() > limit ? Optional.of(position(rows.get(limit - 1))) : Optional.empty();
        return new DeliveryPage(read, total, last);
    }

    private static Position position(Response row) {
        return new Position(
                Timestamps.ofScore(row.get(5).toString()).orElse(Instant.EPOCH).toEpochMilli(),
                row.get(0).toString());
    }

    Uni<Optional<Delivery>> find(String endpoint, String id) {
        return run(GET, scripts.timed(endpoint, id)).map(reply -> reply.flatMap(this::delivery));
    }

    /** Empty when the owner has no such endpoint. */
    Uni<Optional<Queueing>> retry(EndpointOwner owner, String endpoint, String id) {
        return run(RETRY, scripts.timed(endpoint, owner.id(), id))
                .map(reply -> reply.map(outcome -> switch (outcome.toString()) {
                    case "done" -> Queueing.DONE;
                    case "disabled" -> Queueing.DISABLED;
                    case "full" -> Queueing.FULL;
                    default -> Queueing.UNKNOWN;
                }));
    }

    /** A test that was added or waits already. */
    record TestAddition(Queueing queueing, String id) {}

    /** Empty when the owner has no such endpoint. */
    Uni<Optional<TestAddition>> addTest(EndpointOwner owner, String endpoint, String id, Object data) {
        return run(ADD_TEST, scripts.timed(endpoint, owner.id(), id, json.write(data)))
                .map(reply -> reply.map(outcome -> switch (outcome.toString()) {
                    case "disabled" -> new TestAddition(Queueing.DISABLED, id);
                    case "full" -> new TestAddition(Queueing.FULL, id);
                    default -> new TestAddition(Queueing.DONE, outcome.toString());
                }));
    }

    private Optional<Delivery> delivery(Response row) {
        Optional<AttemptSummary> attempts = json.read(row.get(2).toString(), AttemptSummary.class);
        Optional<Instant> due = Timestamps.ofScore(row.get(3).toString());
        boolean sending = due.isPresent() && YES.equals(row.get(4).toString());
        DeliveryStatus status = sending
                ? DeliveryStatus.SENDING
                : due.map(time -> DeliveryStatus.WAITING)
                        .orElse(
                                attempts.filter(AttemptSummary::delivered).isPresent()
                                        ? DeliveryStatus.DELIVERED
                                        : DeliveryStatus.FAILED);
        return json.read(row.get(1).toString(), WebhookMessage.class)
                .map(message -> new Delivery(
                        row.get(0).toString(), message, status, attempts, sending ? Optional.empty() : due));
    }

    private Uni<Optional<Response>> run(LuaScript script, List<String> arguments) {
        return redis.run(script, List.of(), arguments);
    }
}
