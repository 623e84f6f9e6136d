package org.meshgate.webhooks.dispatch;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.meshgate.identity.RecordJson;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.webhooks.delivery.AttemptSummary;
import org.meshgate.webhooks.delivery.WebhookMessage;
import org.meshgate.webhooks.endpoint.DisabledReason;
import org.meshgate.webhooks.endpoint.EndpointFields;
import org.meshgate.webhooks.endpoint.WebhookScripts;

/** The queue of deliveries in Redis: each method is one script. */
@ApplicationScoped
class DeliveryQueueStore {

    private static final Logger LOG = Logger.getLogger(DeliveryQueueStore.class);

    /** Longer than the deadline of an attempt. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final LuaScript CLAIM = WebhookScripts.load("claim-deliveries.lua");
    private static final LuaScript FINISH = WebhookScripts.load("finish-attempt.lua");
    private static final LuaScript RELEASE = WebhookScripts.load("release-deliveries.lua");
    private static final LuaScript COUNTS = WebhookScripts.load("delivery-counts.lua");

    private final RedisCommands redis;
    private final RecordJson json;
    private final WebhookScripts scripts;

    DeliveryQueueStore(RedisCommands redis, RecordJson json, KeyPrefix prefix, DispatchTime time) {
        this.redis = redis;
        this.json = json;
        this.scripts = new WebhookScripts(prefix, time);
    }

    /** How an attempt ended. */
    enum Outcome {
        DELIVERED,
        RETRY,
        FAILED,
        GONE
    }

    /**
     * What became of an attempt.
     *
     * @param lost whether the lease was lost, so that nothing was written
     * @param disabled why the endpoint was disabled, if it was
     */
    record Finish(boolean lost, Optional<DisabledReason> disabled) {}

    /** What waits. */
    record Counts(long waiting, long liveEndpoints, long slowEndpoints, Duration lag) {}

    /** Leases deliveries that are due, no more than a number; the lease of one that cannot be read ends by itself. */
    Uni<List<ClaimedDelivery>> claim(DeliveryLane lane, int most) {
        return run(CLAIM, scripts.timed(lane.jsonName(), Integer.toString(most), Long.toString(LEASE.toMillis())))
                .map(reply -> claimed(reply.get(1), reply.get(0).toString()));
    }

    private List<ClaimedDelivery> claimed(Response rows, String lease) {
        List<ClaimedDelivery> claimed = new ArrayList<>();
        Set<String> unreadable = new TreeSet<>();
        for (Response row : rows) {
            delivery(row, lease)
                    .ifPresentOrElse(
                            claimed::add, () -> unreadable.add(row.get(0).toString()));
        }
        if (!unreadable.isEmpty()) {
            LOG.warnf("Webhooks or deliveries cannot be read: %s", String.join(", ", unreadable));
        }
        return claimed;
    }

    private Optional<ClaimedDelivery> delivery(Response row, String lease) {
        return EndpointFields.read(row.get(0).toString(), row.get(1), 0)
                .flatMap(endpoint -> json.read(row.get(3).toString(), WebhookMessage.class)
                        .map(message -> new ClaimedDelivery(
                                endpoint,
                                row.get(2).toString(),
                                lease,
                                message,
                                json.read(row.get(4).toString(), AttemptSummary.class))));
    }

    /**
     * Writes the end of an attempt.
     *
     * @param pause until the next attempt, for {@link Outcome#RETRY}
     * @param lane of the endpoint from now on
     */
    Uni<Finish> finish(
            ClaimedDelivery delivery, Outcome outcome, AttemptSummary attempts, Duration pause, DeliveryLane lane) {
        return run(
                        FINISH,
                        scripts.timed(
                                delivery.endpoint().id(),
                                delivery.id(),
                                delivery.lease(),
                                outcome.name().toLowerCase(Locale.ROOT),
                                json.write(attempts),
                                Long.toString(pause.toMillis()),
                                lane.jsonName()))
                .map(reply ->
                        new Finish("lost".equals(reply.toString()), DisabledReason.fromJsonName(reply.toString())));
    }

    /** Gives leases back; deliveries whose lease is lost stay as they are. */
    Uni<Integer> release(List<ClaimedDelivery> deliveries) {
        return release(deliveries, Optional.empty());
    }

    /** Gives a lease back, with its endpoint in the slow lane from now on. The attempt does not count. */
    Uni<Integer> postpone(ClaimedDelivery delivery) {
        return release(List.of(delivery), Optional.of(DeliveryLane.SLOW));
    }

    private Uni<Integer> release(List<ClaimedDelivery> deliveries, Optional<DeliveryLane> lane) {
        List<String> arguments =
                new ArrayList<>(scripts.timed(lane.map(DeliveryLane::jsonName).orElse("")));
        for (ClaimedDelivery delivery : deliveries) {
            arguments.addAll(List.of(delivery.endpoint().id(), delivery.id(), delivery.lease()));
        }
        return run(RELEASE, arguments).map(Response::toInteger);
    }

    Uni<Counts> counts() {
        return run(COUNTS, scripts.timed())
                .map(reply -> new Counts(
                        reply.get(0).toLong(),
                        reply.get(1).toLong(),
                        reply.get(2).toLong(),
                        Duration.ofMillis(reply.get(3).toLong())));
    }

    private Uni<Response> run(LuaScript script, List<String> arguments) {
        return redis.run(script, List.of(), arguments).map(Optional::orElseThrow);
    }
}
