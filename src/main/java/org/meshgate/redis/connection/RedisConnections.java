package org.meshgate.redis.connection;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.runtime.vertx.ErrorReply;
import org.meshgate.runtime.vertx.EventLoops;

/**
 * A few persistent connections, shared by all requests. Commands are pipelined, so under load clients wait for Redis
 * and not for a free connection. Normally each event loop has its own connection, and a request stays on one thread.
 * Without any connection a command fails at once instead of queueing.
 */
@ApplicationScoped
public class RedisConnections {

    /** Starts before all beans that use Redis at startup. */
    public static final int START_PRIORITY = 10;

    private static final Logger LOG = Logger.getLogger(RedisConnections.class);

    /** The maximum default; more connections need a setting, not a machine with many processors. */
    private static final int DEFAULT_MAX = 16;

    /** Commands that an operator may forbid; their callers work without the reply. */
    private static final Set<String> DISPENSABLE = Set.of("CONFIG", "INFO", "TIME");

    private final List<PersistentRedisConnection> held;
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final RedisClients clients;
    private final Duration timeout;
    private final RedisMetrics metrics;
    private final AtomicInteger next = new AtomicInteger();

    /** @param redis unused; injecting it makes Quarkus build the options of all clients */
    RedisConnections(Redis redis, RedisClients clients, Vertx vertx, MeshgateConfig config, RedisMetrics metrics) {
        this.clients = clients;
        this.metrics = metrics;
        this.timeout = config.redis().timeout();
        List<Context> loops = EventLoops.all(vertx);
        this.held = IntStream.range(0, config.redis().connections().orElse(Math.min(loops.size(), DEFAULT_MAX)))
                .mapToObj(i -> new PersistentRedisConnection(clients, loops.get(i % loops.size()), timeout))
                .toList();
        metrics.connections(
                () -> held.stream().filter(PersistentRedisConnection::connected).count());
    }

    /**
     * Opens the connections. An unreachable Redis does not prevent the start; connecting is retried. A setting that does
     * not fit Redis does.
     */
    void start(@Observes @Priority(START_PRIORITY) StartupEvent event) {
        Future<Void> first = Future.any(
                        held.stream().map(PersistentRedisConnection::open).toList())
                .mapEmpty();
        try {
            first.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfigException wrong) {
                throw wrong;
            }
            clients.failed(e);
        } catch (TimeoutException e) {
            clients.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        held.forEach(PersistentRedisConnection::close);
    }

    /** Whether a connection is available. */
    public boolean connected() {
        return held.stream().anyMatch(PersistentRedisConnection::connected);
    }

    /** Sends a command when the result is subscribed to. */
    public Uni<Optional<Response>> send(Request request) {
        return sending(request, () -> measured(request));
    }

    /**
     * Sends a command, and a second one when the error reply to the first calls for it. One stage for both, because
     * each stage costs time on every request that uses Redis.
     */
    public Uni<Optional<Response>> send(Request request, Predicate<Throwable> callsForOther, Supplier<Request> other) {
        return sending(request, () -> measured(request)
                .recover(
                        failure -> callsForOther.test(failure) ? measured(other.get()) : Future.failedFuture(failure)));
    }

    private Uni<Optional<Response>> sending(Request request, Supplier<Future<Response>> dispatched) {
        return Uni.createFrom().emitter(emitter -> dispatched.get().onComplete(result -> {
            if (result.succeeded()) {
                emitter.complete(Optional.ofNullable(result.result()));
            } else {
                tellOfMissingRights(request, result.cause());
                emitter.fail(translate(result.cause()));
            }
        }));
    }

    private Future<Response> measured(Request request) {
        long begun = metrics.begin();
        return dispatch(request).onComplete(result -> metrics.end(begun, result));
    }

    private Future<Response> dispatch(Request request) {
        int first = next.getAndIncrement();
        Optional<PersistentRedisConnection> elsewhere = Optional.empty();
        for (int i = 0; i < held.size(); i++) {
            PersistentRedisConnection connection = held.get(Math.floorMod(first + i, held.size()));
            if (!connection.connected()) {
                continue;
            }
            if (connection.here()) {
                return connection.send(request);
            }
            elsewhere = elsewhere.isPresent() ? elsewhere : Optional.of(connection);
        }
        return elsewhere
                .map(connection -> connection.send(request))
                .orElseGet(() -> Future.failedFuture(
                        new StorageUnavailableException(clients.trouble().orElse("no connection to Redis"))));
    }

    /** Logged once per command: the operator must change the ACL of the Redis user. */
    private void tellOfMissingRights(Request request, Throwable failure) {
        if (ErrorReply.matches(failure) && RedisErrors.forbidden(failure)) {
            String command = String.valueOf(request.command()).toUpperCase(Locale.ROOT);
            if (!DISPENSABLE.contains(command) && forbidden.add(command)) {
                LOG.errorf(
                        "Redis forbids %s, or a command in its script, to its user: give it the rights of"
                                + " docs/redis.md",
                        command);
            }
        }
    }

    private static Throwable translate(Throwable failure) {
        if (ErrorReply.matches(failure) && !RedisErrors.notServing(failure)) {
            return failure;
        }
        if (failure instanceof StorageUnavailableException) {
            return failure;
        }
        return new StorageUnavailableException(RedisErrors.of(failure));
    }
}
