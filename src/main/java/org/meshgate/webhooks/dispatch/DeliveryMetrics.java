package org.meshgate.webhooks.dispatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.meshgate.runtime.EnumCounters;
import org.meshgate.webhooks.dispatch.DeliveryQueueStore.Counts;

/** Counts attempts of deliveries, and shows what waited at the last look at Redis, or NaN after a minute without one. */
@Startup
@ApplicationScoped
class DeliveryMetrics {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();

    private final EnumCounters<Result> results;
    private final Timer duration;
    private final AtomicReference<Optional<Counted>> last = new AtomicReference<>(Optional.empty());

    DeliveryMetrics(MeterRegistry registry) {
        this.results = new EnumCounters<>(
                registry,
                Result.class,
                "meshgate.webhook.deliveries",
                "Attempts of webhook deliveries that have ended",
                "outcome");
        this.duration = Timer.builder("meshgate.webhook.attempt.duration")
                .description("Duration of attempts of webhook deliveries")
                .register(registry);
        Gauge.builder("meshgate.webhook.waiting", () -> read(Counts::waiting))
                .description("Webhook deliveries in the queue of the installation")
                .register(registry);
        Gauge.builder("meshgate.webhook.endpoints", () -> read(Counts::liveEndpoints))
                .description("Webhook endpoints with deliveries in the queue")
                .tag("lane", DeliveryLane.LIVE.jsonName())
                .register(registry);
        Gauge.builder("meshgate.webhook.endpoints", () -> read(Counts::slowEndpoints))
                .description("Webhook endpoints with deliveries in the queue")
                .tag("lane", DeliveryLane.SLOW.jsonName())
                .register(registry);
        Gauge.builder("meshgate.webhook.lag", () -> read(counts -> counts.lag().toMillis() / MILLIS_PER_SECOND))
                .description("How late the first delivery to an endpoint that answers is")
                .baseUnit("seconds")
                .register(registry);
    }

    /** How an attempt ended. */
    enum Result {
        /** The endpoint accepted the delivery. */
        DELIVERED,
        /** It failed, and another attempt follows. */
        RETRIED,
        /** It failed, and was the last one. */
        FAILED,
        /** The lease was given back, taken over, or removed with its endpoint. */
        LOST
    }

    void ended(Result result, Duration took) {
        results.increment(result);
        duration.record(took);
    }

    void waiting(Counts counts) {
        last.set(Optional.of(new Counted(counts, System.nanoTime())));
    }

    private record Counted(Counts counts, long at) {}

    private double read(ToDoubleFunction<Counts> value) {
        return last.get()
                .filter(counted -> System.nanoTime() - counted.at() <= MAX_AGE_NANOS)
                .map(counted -> value.applyAsDouble(counted.counts()))
                .orElse(Double.NaN);
    }
}
