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
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.runtime.vertx.ErrorReply;
import org.meshgate.runtime.vertx.EventLoops;

/**
 * Creates clients for connections to the primary, at the address in {@code redis_url} or the one that the sentinels
 * report. A connection may be used only after {@link #verify}.
 */
@Singleton // without a proxy: connections call it when the container is shutting down already
public class RedisClients {

    private static final Logger LOG = Logger.getLogger(RedisClients.class);

    private final Vertx vertx;
    private final RedisClientOptions options;
    private final SentinelResolver sentinelResolver;
    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());

    RedisClients(Vertx vertx, RedisClientOptions options, SentinelResolver sentinelResolver) {
        this.vertx = vertx;
        this.options = options;
        this.sentinelResolver = sentinelResolver;
    }

    /**
     * Creates a client for one connection; the calling code must close it.
     *
     * @param home the event loop of the socket
     */
    public Future<Redis> forOneConnection(Context home) {
        Future<RedisOptions> where = sentinelResolver.areUsed()
                ? sentinelResolver.primary().map(options::forOneConnection)
                : Future.succeededFuture(options.forOneConnection());
        return where.compose(there -> {
            Promise<Redis> made = EventLoops.promise(home);
            home.runOnContext(none -> {
                try {
                    made.complete(Redis.createClient(vertx, there)); // the client keeps the context it is created on
                } catch (RuntimeException failure) {
                    made.fail(failure);
                }
            });
            return made.future();
        });
    }

    /**
     * Fails when a new connection leads to a replica, or to a server that does not serve yet. {@code HELLO} tells the
     * role, and unlike {@code ROLE} it is not in the command category {@code @dangerous}.
     */
    public Future<Void> verify(RedisConnection connection) {
        return connection
                .send(Request.cmd(Command.HELLO))
                .map(RedisClients::role)
                .recover(failure -> ErrorReply.matches(failure) && !sentinelResolver.areUsed()
                        ? Future.succeededFuture("") // perhaps a proxy; commands will show
                        : Future.failedFuture(failure))
                .compose(role -> isReplica(role)
                        ? Future.failedFuture(new StorageUnavailableException("it is a replica, not the primary"))
                        : connection.send(Request.cmd(Command.PING)).mapEmpty());
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

    private static String role(Response hello) {
        Response role = hello == null ? null : hello.get("role");
        return role == null ? "" : role.toString();
    }

    private boolean isReplica(String role) {
        return sentinelResolver.areUsed() ? !role.equals("master") : role.equals("replica") || role.equals("slave");
    }
}
