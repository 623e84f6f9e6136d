package org.meshgate.jobs.statistics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import org.meshgate.jobs.record.JobStatus;
import org.meshgate.runtime.PeriodicTasks;

/**
 * Gauges of the queue. A scrape sends no command to Redis: it reads the last sample, or NaN when the sample is more
 * than a minute old.
 */
@ApplicationScoped
class QueueMetrics {

    private static final Logger LOG = Logger.getLogger(QueueMetrics.class);

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(15);
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final double MILLIS_PER_SECOND = 1000;

    private final QueueSampleStore store;
    private final Clock clock;
    private final LongSupplier nanos;
    private final AtomicReference<Optional<Sampled>> last = new AtomicReference<>(Optional.empty());

    @Inject
    QueueMetrics(QueueSampleStore store, MeterRegistry registry, Clock clock) {
        this(store, registry, clock, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    QueueMetrics(QueueSampleStore store, MeterRegistry registry, Clock clock, LongSupplier nanos) {
        this.store = store;
        this.clock = clock;
        this.nanos = nanos;
        for (JobStatus status : JobStatus.values()) {
            Gauge.builder("meshgate.jobs", () -> read(sample -> sample.jobs().get(status)))
                    .description("Jobs by status, 15 seconds old at most")
                    .tag("status", status.jsonName())
                    .register(registry);
        }
        Gauge.builder("meshgate.queue.length", () -> read(QueueSample::waiting))
                .description("Jobs that wait, 15 seconds old at most")
                .register(registry);
        Gauge.builder("meshgate.queue.oldest", () -> read(this::oldestAge))
                .description("For how long the oldest waiting job has waited; 0 without any")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("meshgate.usage.gpu", () -> read(sample -> sample.gpuMillis() / MILLIS_PER_SECOND))
                .description("GPU seconds of all jobs that have ended")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("meshgate.usage.reserved", () -> read(sample -> sample.reservedMillis() / MILLIS_PER_SECOND))
                .description("GPU seconds that waiting and running jobs are expected to take")
                .baseUnit("seconds")
                .register(registry);
        for (String period : List.of("day", "month")) {
            Gauge.builder("meshgate.budget.used", () -> read(sample -> used(sample, period)))
                    .description("Used and reserved share of the budget of the server; 0 without a budget")
                    .tag("period", period)
                    .register(registry);
        }
    }

    private static double used(QueueSample sample, String period) {
        return sample.budgets().stream()
                .filter(budget -> budget.period().equals(period))
                .mapToDouble(budget -> budget.used().add(budget.reserved()).doubleValue() / budget.limit())
                .findFirst()
                .orElse(0);
    }

    private record Sampled(QueueSample sample, long at) {}

    void start(@Observes StartupEvent event, PeriodicTasks tasks) {
        tasks.every(SAMPLE_INTERVAL, LOG, "queue metrics are stale: sampling the queue fails", this::sample);
    }

    Uni<Void> sample() {
        return store.read()
                .invoke(sample -> last.set(Optional.of(new Sampled(sample, nanos.getAsLong()))))
                .replaceWithVoid();
    }

    private double read(ToDoubleFunction<QueueSample> value) {
        return last.get()
                .filter(sampled -> nanos.getAsLong() - sampled.at() <= MAX_AGE_NANOS)
                .map(sampled -> value.applyAsDouble(sampled.sample()))
                .orElse(Double.NaN);
    }

    private double oldestAge(QueueSample sample) {
        return sample.oldestMillis()
                .map(oldest -> Math.max(0, clock.millis() - oldest) / MILLIS_PER_SECOND)
                .orElse(0.0);
    }
}
