package org.meshgate.redis;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.StorageUnavailableException;

/**
 * A few connections, always open, shared by all requests: commands are pipelined, so a flood of clients waits for Redis
 * and not for a free connection. Without a connection a command fails at once instead of queueing.
 */
@ApplicationScoped
public class RedisConnections {

    /** Starts before whatever uses Redis at start. */
    public static final int START_PRIORITY = 10;

    private static final Logger LOG = Logger.getLogger(RedisConnections.class);

    /**
     * Error replies that say that Redis does not serve now, not that we asked for something wrong. Redis 6 puts the reply
     * that a script got behind a hyphen in the middle of its own.
     */
    private static final Pattern NOT_SERVING =
            Pattern.compile("(?:^|-)(?:BUSY|CLUSTERDOWN|CONNECTION_CLOSED|LOADING|MASTERDOWN|MISCONF"
                    + "|NOAUTH|NOPERM|NOREPLICAS|OOM|READONLY|TRYAGAIN|UNBLOCKED|WRONGPASS|ERR max number of clients"
                    + "|ERR Protocol error: unauthenticated|ERR The user executing the script)\\b");

    private final List<HeldConnection> held;
    private final Duration timeout;
    private final RedisMetrics metrics;
    private final AtomicInteger next = new AtomicInteger();

    /** @param redis not used itself: that it is asked for makes Quarkus build the options of all clients */
    RedisConnections(
            Redis redis, RedisClientOptions options, Vertx vertx, MeshgateConfig config, RedisMetrics metrics) {
        this.metrics = metrics;
        this.timeout = config.redis().timeout();
        this.held = IntStream.range(0, config.redis().connections())
                .mapToObj(i ->
                        new HeldConnection(() -> Redis.createClient(vertx, options.forOneConnection()), vertx, timeout))
                .toList();
        metrics.connections(
                () -> held.stream().filter(HeldConnection::connected).count());
    }

    /** Opens the connections; a Redis that is away does not stop the start, it is tried again and again. */
    void start(@Observes @Priority(START_PRIORITY) StartupEvent event) {
        Future<Void> first =
                Future.any(held.stream().map(HeldConnection::open).toList()).mapEmpty();
        try {
            first.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("Redis cannot be reached yet (%s); trying again until it can", HeldConnection.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        held.forEach(HeldConnection::close);
    }

    /** Whether a command sent now would find a connection. */
    public boolean connected() {
        return held.stream().anyMatch(HeldConnection::connected);
    }

    /** Sends a command when the result is subscribed to. */
    Uni<Optional<Response>> send(Request request) {
        return Uni.createFrom().emitter(emitter -> {
            long begun = metrics.begin();
            dispatch(request).onComplete(result -> {
                metrics.end(begun, result);
                if (result.succeeded()) {
                    emitter.complete(Optional.ofNullable(result.result()));
                } else {
                    emitter.fail(translate(result.cause()));
                }
            });
        });
    }

    private Future<Response> dispatch(Request request) {
        int first = next.getAndIncrement();
        for (int i = 0; i < held.size(); i++) {
            HeldConnection connection = held.get(Math.floorMod(first + i, held.size()));
            if (connection.connected()) {
                return connection.send(request);
            }
        }
        return Future.failedFuture(new StorageUnavailableException("no connection to Redis"));
    }

    private static Throwable translate(Throwable failure) {
        if (failure instanceof ErrorType error && !servesNoMore(error)) {
            return failure;
        }
        if (failure instanceof StorageUnavailableException) {
            return failure;
        }
        return new StorageUnavailableException(HeldConnection.reason(failure));
    }

    private static boolean servesNoMore(ErrorType error) {
        return NOT_SERVING.matcher(String.valueOf(error.getMessage())).find();
    }
}
