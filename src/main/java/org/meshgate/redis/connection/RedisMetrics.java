package org.meshgate.redis.connection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.vertx.core.AsyncResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.runtime.EnumCounters;
import org.meshgate.runtime.vertx.ErrorReply;

/** Metrics of Redis commands: reply times, failures, and commands in flight. */
@Startup // so that every series exists from the start
@ApplicationScoped
class RedisMetrics {

    private static final List<Duration> BUCKETS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));

    private final MeterRegistry registry;
    private final Timer replies;
    private final EnumCounters<Reason> failures;
    private final LongAdder waiting = new LongAdder();

    RedisMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.replies = Timer.builder("meshgate.redis.command")
                .description("From sending a command to its reply")
                .serviceLevelObjectives(BUCKETS.toArray(Duration[]::new))
                .register(registry);
        this.failures = new EnumCounters<>(
                registry,
                Reason.class,
                "meshgate.redis.failures",
                "Commands that had no reply, or an error as their reply",
                "reason");
        Gauge.builder("meshgate.redis.waiting", waiting::sum)
                .description("Commands sent and not answered yet")
                .register(registry);
    }

    /** Why a command failed. */
    enum Reason {
        NO_CONNECTION,
        TIMEOUT,
        CLOSED,
        ERROR
    }

    /** Registers the gauge of usable connections; called once. */
    void connections(Supplier<Number> open) {
        Gauge.builder("meshgate.redis.connections", open)
                .description("Connections for commands that are open")
                .register(registry);
    }

    /** Starts a command; {@link #end} must follow once, with the returned value. */
    long begin() {
        waiting.increment();
        return System.nanoTime();
    }

    /** Ends a command; its time is recorded if Redis replied, with an error as well. */
    void end(long begun, AsyncResult<?> result) {
        waiting.decrement();
        boolean answered = result.succeeded();
        if (!answered) {
            // NOSCRIPT is no failure: the script is sent next
            if (!ErrorReply.is(result.cause(), "NOSCRIPT")) {
                failures.increment(reason(result.cause()));
            }
            answered = isReply(result.cause());
        }
        if (answered) {
            replies.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private static boolean isReply(Throwable failure) {
        return ErrorReply.matches(failure) && !ErrorReply.is(failure, "CONNECTION_CLOSED");
    }

    static Reason reason(Throwable failure) {
        if (failure instanceof StorageUnavailableException) {
            return Reason.NO_CONNECTION;
        }
        if (failure instanceof TimeoutException) {
            return Reason.TIMEOUT;
        }
        return isReply(failure) ? Reason.ERROR : Reason.CLOSED;
    }
}
