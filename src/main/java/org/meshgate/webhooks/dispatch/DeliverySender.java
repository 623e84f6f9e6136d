package org.meshgate.webhooks.dispatch;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meshgate.audit.AuditAction;
import org.meshgate.audit.AuditEntry;
import org.meshgate.audit.AuditLog;
import org.meshgate.audit.AuditOrigin;
import org.meshgate.webhooks.delivery.AttemptSummary;
import org.meshgate.webhooks.dispatch.DeliveryQueueStore.Finish;
import org.meshgate.webhooks.dispatch.DeliveryQueueStore.Outcome;
import org.meshgate.webhooks.network.SendResult;

/** Makes an attempt of a delivery, and writes what came of it. */
@ApplicationScoped
class DeliverySender {

    private static final Logger LOG = Logger.getLogger(DeliverySender.class);

    /** An endpoint that takes longer has other slots from then on. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private static final int SUCCESSFUL = 200;
    private static final int REDIRECTED = 300;

    private final DeliveryQueueStore queue;
    private final DeliveryRequests requests;
    private final DeliveryMetrics metrics;
    private final AuditLog audit;
    private final Clock clock;

    DeliverySender(
            DeliveryQueueStore queue, DeliveryRequests requests, DeliveryMetrics metrics, AuditLog audit, Clock clock) {
        this.queue = queue;
        this.requests = requests;
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    /** Never fails: an attempt whose end cannot be written is made again when its lease is over. */
    Uni<Void> send(ClaimedDelivery delivery) {
        Instant began = clock.instant();
        long start = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> requests.send(delivery, began))
                .chain(result -> finish(delivery, result, began, Duration.ofNanos(System.nanoTime() - start)))
                .onFailure()
                .invoke(failure -> LOG.warnf("A webhook attempt is made again later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> finish(ClaimedDelivery delivery, SendResult result, Instant began, Duration took) {
        if (result instanceof SendResult.Failed failed && !failed.kind().counts()) {
            return Uni.createFrom().voidItem(); // the lease ends, and the attempt is made again
        }
        Optional<Integer> status = Optional.empty();
        Optional<String> failure = Optional.empty();
        Optional<Duration> retryAfter = Optional.empty();
        if (result instanceof SendResult.Answered answered) {
            status = Optional.of(answered.status());
            retryAfter = answered.retryAfter();
        } else if (result instanceof SendResult.Failed failed) {
            failure = Optional.of(failed.detail());
        }
        boolean delivered =
                status.filter(code -> code >= SUCCESSFUL && code < REDIRECTED).isPresent();
        Optional<Duration> pause = RetrySchedule.pause(delivery.attempt(), retryAfter);
        Outcome outcome = delivered
                ? Outcome.DELIVERED
                : status.filter(code -> code == HttpURLConnection.HTTP_GONE).isPresent()
                        ? Outcome.GONE
                        : pause.isPresent() ? Outcome.RETRY : Outcome.FAILED;
        DeliveryLane lane = delivered && took.compareTo(LONG) < 0 ? DeliveryLane.LIVE : DeliveryLane.SLOW;
        AttemptSummary attempts = new AttemptSummary(
                delivery.attempt(), delivered, began.toEpochMilli(), took.toMillis(), status, failure);
        return queue.finish(delivery, outcome, attempts, pause.orElse(Duration.ZERO), lane)
                .invoke(finish -> report(delivery, outcome, finish, took))
                .replaceWithVoid();
    }

    private void report(ClaimedDelivery delivery, Outcome outcome, Finish finish, Duration took) {
        metrics.ended(
                finish.lost()
                        ? DeliveryMetrics.Result.LOST
                        : switch (outcome) {
                            case DELIVERED -> DeliveryMetrics.Result.DELIVERED;
                            case RETRY -> DeliveryMetrics.Result.RETRIED;
                            case FAILED, GONE -> DeliveryMetrics.Result.FAILED;
                        },
                took);
        finish.disabled()
                .ifPresent(reason -> audit.writeSoon(new AuditEntry(
                        AuditAction.WEBHOOK_DISABLE,
                        AuditEntry.SUCCESS,
                        AuditOrigin.SERVER,
                        delivery.endpoint().id(),
                        Map.of(
                                "reason",
                                reason.jsonName(),
                                "owner",
                                delivery.endpoint().owner().id()))));
    }
}
