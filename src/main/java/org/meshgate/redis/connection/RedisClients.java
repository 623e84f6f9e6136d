package org.meshgate.redis.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.redis.topology.ClusterView;
import org.meshgate.redis.topology.KeySlot;
import org.meshgate.runtime.vertx.ErrorReply;
import org.meshgate.runtime.vertx.EventLoops;

/**
 * Connects to the primary: at the address in {@code redis_url}, or the one that the sentinels or the nodes of the cluster
 * report.
 */
@Singleton // without a proxy: connections call it when the container is shutting down already
public class RedisClients {

    private static final Logger LOG = Logger.getLogger(RedisClients.class);

    private static final String CLUSTER_MODE = "cluster";

    private final Vertx vertx;
    private final RedisClientOptions options;
    private final SentinelResolver sentinelResolver;
    private final ClusterResolver clusterResolver;
    private final String absentKey;
    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());

    RedisClients(
            Vertx vertx,
            RedisClientOptions options,
            SentinelResolver sentinelResolver,
            ClusterResolver clusterResolver,
            MeshgateConfig config) {
        this.vertx = vertx;
        this.options = options;
        this.sentinelResolver = sentinelResolver;
        this.clusterResolver = clusterResolver;
        this.absentKey = KeySlot.absentKey(config.redis().keyPrefix());
    }

    /**
     * Connects to the primary, and verifies that it is one and serves; the calling code must close the connection.
     *
     * @param home the event loop of the socket
     * @param outcome its failure, such as a deadline that has passed, ends the attempt and closes the connection
     * @return fails with {@link org.meshgate.config.reader.ConfigException} when Redis is a cluster, and the key prefix
     *     spreads the keys over its nodes
     */
    public Future<PrimaryConnection> connect(Context home, Future<?> outcome) {
        boolean direct = !sentinelResolver.areUsed() && !clusterResolver.isUsed();
        return attempt(home, outcome, where()).recover(failure -> clusterResolver
                .lastPrimary()
                .filter(learned -> direct)
                .map(primary -> attempt(home, outcome, Future.succeededFuture(options.forOneConnection(primary))))
                .orElseGet(() -> Future.failedFuture(failure)));
    }

    /** What the cluster says of the slot of all keys; empty when Redis is no cluster. */
    public Future<Optional<ClusterView>> cluster() {
        return clusterResolver.isUsed()
                ? clusterResolver.view().map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    private Future<PrimaryConnection> attempt(Context home, Future<?> outcome, Future<RedisOptions> where) {
        return where.compose(server -> client(home, server)).compose(client -> {
            Promise<Void> end = Promise.promise(); // a client fails when it is closed twice
            end.future().onSuccess(ended -> client.close());
            outcome.onFailure(failure -> end.tryComplete());
            return client.connect()
                    .compose(connection -> verify(connection).map(new PrimaryConnection(client, connection)))
                    .onFailure(failure -> end.tryComplete());
        });
    }

    private Future<RedisOptions> where() {
        if (sentinelResolver.areUsed()) {
            return sentinelResolver.primary().map(options::forOneConnection);
        }
        return clusterResolver.isUsed()
                ? clusterResolver.primary().map(options::forOneConnection)
                : Future.succeededFuture(options.forOneConnection());
    }

    private Future<Redis> client(Context home, RedisOptions server) {
        Promise<Redis> made = EventLoops.promise(home);
        home.runOnContext(none -> {
            try {
                made.complete(Redis.createClient(vertx, server)); // the client keeps the context it is created on
            } catch (RuntimeException failure) {
                made.fail(failure);
            }
        });
        return made.future();
    }

    /**
     * Fails when a new connection leads to a replica, to a server that does not serve yet, or to a node of a cluster
     * without the slot of our keys. {@code HELLO} tells role and mode, and unlike {@code ROLE} it is not in the command
     * category {@code @dangerous}.
     */
    private Future<Void> verify(RedisConnection connection) {
        return connection
                .send(Request.cmd(Command.HELLO))
                .map(Optional::ofNullable)
                .recover(failure -> ErrorReply.matches(failure) && !sentinelResolver.areUsed()
                        ? Future.succeededFuture(Optional.empty()) // perhaps a proxy; commands will show
                        : Future.failedFuture(failure))
                .compose(hello -> field(hello, "mode").equals(CLUSTER_MODE)
                        ? recognize(connection).map(hello)
                        : Future.succeededFuture(hello))
                .compose(hello -> isReplica(field(hello, "role"))
                        ? Future.failedFuture(new StorageUnavailableException("it is a replica, not the primary"))
                        : connection.send(Request.cmd(Command.EXISTS).arg(absentKey)))
                .recover(failure -> ErrorReply.is(failure, "MOVED")
                        ? recognize(connection).compose(known -> Future.failedFuture(failure))
                        : Future.failedFuture(failure))
                .mapEmpty();
    }

    /** Learns of the cluster, unless it is known. */
    private Future<Void> recognize(RedisConnection connection) {
        return clusterResolver.isUsed() ? Future.succeededFuture() : clusterResolver.recognize(connection);
    }

    /** The reason of the last failed attempt to connect; empty after a success. */
    Optional<String> trouble() {
        return trouble.get();
    }

    /** Records a failed attempt, and logs it when the reason differs from the last one. */
    void failed(Throwable failure) {
        Optional<String> reason = Optional.of(RedisErrors.of(failure));
        if (!trouble.getAndSet(reason).equals(reason)) {
            LOG.warnf("Redis cannot be reached (%s); trying again until it can", reason.get());
        }
    }

    /** Records a successful connection. */
    void succeeded() {
        trouble.set(Optional.empty());
    }

    private static String field(Optional<Response> hello, String name) {
        return hello.map(fields -> fields.get(name)).map(Response::toString).orElse("");
    }

    private boolean isReplica(String role) {
        return sentinelResolver.areUsed() ? !role.equals("master") : role.equals("replica") || role.equals("slave");
    }
}
