package org.meshgate.webhooks.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.http.server.ShutdownState;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.redis.feed.InvalidationListener;
import org.meshgate.runtime.PeriodicTasks;
import org.meshgate.runtime.RunMode;

/**
 * Claims deliveries that are due and sends them. Every process does; a lease keeps a delivery from the others meanwhile.
 * Scripts that make a delivery due write {@code webhooks:news}, of which the invalidation feed notifies every process;
 * for attempts that come due by time, each process asks twice a second. In simple mode nothing is sent.
 */
@ApplicationScoped
public class DeliveryDispatcher implements InvalidationListener {

    private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class);

    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration COUNT_PERIOD = Duration.ofSeconds(15);

    private static final int LIVE_SLOTS = 128;
    private static final int SLOW_SLOTS = 256;
    private static final int HANGING = 512;
    private static final int MAX_BATCH = 64;

    /** An attempt that takes longer counts as hanging. */
    private static final Duration HANGS_AFTER = Duration.ofMillis(250);

    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private final DeliveryQueueStore queue;
    private final DeliverySender sender;
    private final DeliveryMetrics metrics;
    private final Vertx vertx;
    private final String notifications;
    private final boolean enabled;
    private final AttemptSlots slots = new AttemptSlots(LIVE_SLOTS, SLOW_SLOTS, HANGING);
    private final Map<DeliveryLane, LaneState> lanes = new EnumMap<>(DeliveryLane.class);
    private final Set<ClaimedDelivery> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopping = new AtomicBoolean();

    DeliveryDispatcher(
            DeliveryQueueStore queue,
            DeliverySender sender,
            DeliveryMetrics metrics,
            Vertx vertx,
            KeyPrefix prefix,
            RunMode runMode,
            MeshgateConfig config) {
        this.queue = queue;
        this.sender = sender;
        this.metrics = metrics;
        this.vertx = vertx;
        this.notifications = prefix.key("webhooks:news");
        this.enabled = runMode.serving() && config.security().userAuthEnabled();
        for (DeliveryLane lane : DeliveryLane.values()) {
            lanes.put(lane, new LaneState());
        }
    }

    /** Whether a claim of the lane runs, and whether another shall follow it. */
    private static final class LaneState {
        private boolean claiming;
        private boolean again;
    }

    void start(
            @Observes @Priority(InvalidationFeed.REGISTRATION_PRIORITY) StartupEvent event,
            InvalidationFeed feed,
            PeriodicTasks periodicTasks,
            ShutdownState shutdownState) {
        if (!enabled) {
            return;
        }
        feed.watch(List.of(notifications), this);
        shutdownState.onBegin(() -> stopping.set(true));
        for (DeliveryLane lane : DeliveryLane.values()) {
            String message = "Webhook deliveries of the lane " + lane.jsonName() + " are not claimed";
            periodicTasks.every(TICK, LOG, message, () -> claim(lane));
        }
        periodicTasks.every(COUNT_PERIOD, LOG, "Webhook deliveries are not counted", () -> queue.counts()
                .invoke(metrics::waiting)
                .replaceWithVoid());
    }

    /** Gives back what this process cannot finish: another one sends it at once. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping.set(true);
        List<ClaimedDelivery> left = List.copyOf(running);
        if (!left.isEmpty()) {
            queue.release(left)
                    .ifNoItem()
                    .after(RELEASE_TIMEOUT)
                    .fail()
                    .onFailure()
                    .invoke(failure -> warnOfLeases(left, failure))
                    .onFailure()
                    .recoverWithNull()
                    .await()
                    .indefinitely();
        }
    }

    private static void warnOfLeases(List<ClaimedDelivery> held, Throwable failure) {
        LOG.warnf("%d webhook deliveries wait for the end of their leases: %s", held.size(), failure.getMessage());
    }

    @Override
    public void changed(String key) {
        wake();
    }

    @Override
    public void anythingChanged() {
        // the next tick asks anyway
    }

    private void wake() {
        lanes.keySet().forEach(this::wake);
    }

    private void wake(DeliveryLane lane) {
        claim(lane)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debugf("no webhook deliveries could be claimed: %s", failure.getMessage()));
    }

    /** Claims as many deliveries of a lane as there are slots for, unless a claim runs: then once more after it. */
    private Uni<Void> claim(DeliveryLane lane) {
        LaneState state = lanes.get(lane);
        int free;
        synchronized (state) {
            if (state.claiming) {
                state.again = true;
                return Uni.createFrom().voidItem();
            }
            free = stopping.get() ? 0 : slots.take(lane, MAX_BATCH);
            state.claiming = free > 0;
            state.again = false;
        }
        if (free == 0) {
            return Uni.createFrom().voidItem();
        }
        return queue.claim(lane, free)
                .onFailure()
                .invoke(() -> begin(lane, free, List.of()))
                .invoke(claimed -> begin(lane, free, claimed))
                .replaceWithVoid();
    }

    private void begin(DeliveryLane lane, int taken, List<ClaimedDelivery> claimed) {
        slots.giveBack(lane, taken - claimed.size());
        running.addAll(claimed);
        if (stopping.get()) {
            giveBack(lane, claimed);
        } else {
            claimed.forEach(delivery -> attempt(lane, delivery));
        }
        claimed(lane, claimed.size() == taken);
    }

    /** Gives back what was claimed while the program began to stop. */
    private void giveBack(DeliveryLane lane, List<ClaimedDelivery> claimed) {
        claimed.forEach(running::remove);
        slots.giveBack(lane, claimed.size());
        if (!claimed.isEmpty()) {
            queue.release(claimed).subscribe().with(released -> {}, failure -> warnOfLeases(claimed, failure));
        }
    }

    private void claimed(DeliveryLane lane, boolean more) {
        LaneState state = lanes.get(lane);
        boolean again;
        synchronized (state) {
            state.claiming = false;
            again = more || state.again;
        }
        if (again) {
            wake(lane);
        }
    }

    private void attempt(DeliveryLane lane, ClaimedDelivery delivery) {
        AttemptSlots.Slot slot = slots.slot(lane);
        Cancellable sending = sender.send(delivery).subscribe().with(done -> ended(lane, delivery, slot), failure -> {
            LOG.error("A webhook attempt ended unexpectedly", failure);
            ended(lane, delivery, slot);
        });
        vertx.setTimer(HANGS_AFTER.toMillis(), late -> {
            switch (slot.takesLong()) {
                case LEFT_ITS_LANE -> wake(lane);
                case MUST_YIELD -> postpone(delivery, slot, sending);
                case GOES_ON -> {} // also for one that has ended
            }
        });
    }

    /** Gives an attempt up: its endpoint has to wait for a slot of the slow lane. */
    private void postpone(ClaimedDelivery delivery, AttemptSlots.Slot slot, Cancellable sending) {
        sending.cancel();
        queue.postpone(delivery)
                .subscribe()
                .with(
                        postponed -> yielded(delivery, slot),
                        failure -> yielded(delivery, slot)); // the end of the lease makes it due again
    }

    private void yielded(ClaimedDelivery delivery, AttemptSlots.Slot slot) {
        running.remove(delivery);
        slot.end();
        wake();
    }

    private void ended(DeliveryLane lane, ClaimedDelivery delivery, AttemptSlots.Slot slot) {
        running.remove(delivery);
        slot.end();
        wake(lane);
    }
}
