package org.meshgate.redis.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.meshgate.problem.StorageUnavailableException;
import org.meshgate.runtime.vertx.ErrorReply;
import org.meshgate.runtime.vertx.EventLoops;

/**
 * One connection that reconnects whenever it is lost. Replies arrive in the order of the commands, so the age of the
 * oldest pending command shows whether the peer has stalled. Then the connection is closed, its pending commands fail,
 * and a new one is opened. Each attempt has a client of its own, because closing a connection of a pooled client only
 * returns the dead socket to the pool.
 */
public final class PersistentRedisConnection {

    private static final Logger LOG = Logger.getLogger(PersistentRedisConnection.class);

    /**
     * The maximum interval between checks of the oldest pending command, which may be failed this much before its
     * deadline.
     */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(1);

    private final RedisClients clients;
    private final Vertx vertx;
    private final Context home;
    private final Duration timeout;
    private final long patienceNanos;
    private final Function<RedisConnection, Future<Void>> preparation;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<PrimaryConnection> current = new AtomicReference<>();

    private volatile boolean closed;
    private volatile boolean lost;
    private volatile Duration retry = FIRST_RETRY;

    /**
     * @param home the event loop of its socket: commands sent from there need no other thread
     * @param timeout the deadline of a command, and of a connection attempt with its handshake
     */
    public PersistentRedisConnection(RedisClients clients, Context home, Duration timeout) {
        this(clients, home, timeout, made -> Future.succeededFuture());
    }

    /** @param preparation prepares a new connection to a primary for use, within the same deadline */
    public PersistentRedisConnection(
            RedisClients clients, Context home, Duration timeout, Function<RedisConnection, Future<Void>> preparation) {
        this.clients = clients;
        this.vertx = home.owner();
        this.home = home;
        this.timeout = timeout;
        this.preparation = preparation;
        Duration quarter = timeout.dividedBy(4);
        Duration glance = quarter.compareTo(GLANCE) < 0 ? quarter : GLANCE;
        this.patienceNanos = timeout.minus(glance).toNanos();
        vertx.setPeriodic(Math.max(1, glance.toMillis()), timer -> {
            if (closed) {
                vertx.cancelTimer(timer);
            } else {
                failOverdue();
            }
        });
    }

    boolean connected() {
        return current.get() != null;
    }

    /** Whether the calling code runs on the event loop of this connection. */
    boolean here() {
        return EventLoops.isCurrent(home);
    }

    /** The outcome of the first attempt; later attempts are automatic. */
    public Future<Void> open() {
        Promise<PrimaryConnection> attempt = Promise.promise();
        long timer = vertx.setTimer(
                timeout.toMillis(),
                late -> unreachable(attempt, new TimeoutException("no connection within " + timeout)));
        clients.connect(home, attempt.future())
                .onFailure(failure -> unreachable(attempt, failure))
                .onSuccess(link -> preparation
                        .apply(link.connection())
                        .onSuccess(ready -> attempt.tryComplete(link))
                        .onFailure(attempt::tryFail));
        return attempt.future()
                .onComplete(made -> vertx.cancelTimer(timer))
                .onSuccess(this::use)
                .onFailure(failure -> openLater())
                .mapEmpty();
    }

    /** Logs a failed attempt; the preparation logs its own failures. */
    private void unreachable(Promise<PrimaryConnection> attempt, Throwable failure) {
        if (attempt.tryFail(failure) && !closed) {
            clients.failed(failure);
        }
    }

    Future<Response> send(Request request) {
        PrimaryConnection link = current.get();
        if (link == null) {
            return Future.failedFuture(new StorageUnavailableException("connection to Redis lost"));
        }
        Promise<Response> reply = Promise.promise();
        waiting.add(new Waiting(System.nanoTime() + patienceNanos, reply, link));
        link.connection().send(request).onComplete(result -> {
            if (result.succeeded()) {
                reply.tryComplete(result.result());
            } else {
                reply.tryFail(result.cause());
                if (!ErrorReply.matches(result.cause()) || RedisErrors.wrongServer(result.cause())) {
                    lost(link, result.cause());
                }
            }
            forgetAnswered();
        });
        return reply.future();
    }

    /** Closes the connection and opens a new one. */
    public void renew() {
        PrimaryConnection link = current.get();
        if (link != null) {
            lost(link, new StorageUnavailableException("given up"));
        }
    }

    public void close() {
        closed = true;
        PrimaryConnection link = current.getAndSet(null);
        if (link != null) {
            link.close();
        }
    }

    private void use(PrimaryConnection link) {
        if (lost) {
            lost = false;
            LOG.info("connected to Redis again");
        }
        clients.succeeded();
        retry = FIRST_RETRY;
        current.set(link);
        link.connection().exceptionHandler(failure -> lost(link, failure));
        link.connection().endHandler(end -> lost(link, new StorageUnavailableException("closed by Redis")));
        if (closed) {
            close();
        }
    }

    private void lost(PrimaryConnection link, Throwable failure) {
        if (current.compareAndSet(link, null)) {
            lost = true;
            if (!closed) {
                LOG.warnf("connection to Redis lost (%s); trying again until it is back", RedisErrors.of(failure));
            }
            link.close();
            openLater();
        }
    }

    private void openLater() {
        if (closed) {
            return;
        }
        vertx.setTimer(retry.toMillis(), timer -> {
            if (!closed) {
                open();
            }
        });
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(MAX_RETRY_DELAY) > 0 ? MAX_RETRY_DELAY : doubled;
    }

    /** Removes the entry at once: otherwise the reply stays reachable, and each garbage collection copies it. */
    private void forgetAnswered() {
        Waiting oldest = waiting.peek();
        while (oldest != null && oldest.answered()) {
            waiting.remove(oldest); // not poll: another thread may have removed it
            oldest = waiting.peek();
        }
    }

    private void failOverdue() {
        forgetAnswered();
        long now = System.nanoTime();
        Waiting oldest = waiting.peek();
        while (oldest != null && oldest.deadline - now < 0) {
            if (oldest.reply.tryFail(new TimeoutException("no reply within " + timeout))) {
                lost(oldest.link, new TimeoutException("no reply"));
            }
            forgetAnswered();
            oldest = waiting.peek();
        }
    }

    private record Waiting(long deadline, Promise<Response> reply, PrimaryConnection link) {
        boolean answered() {
            return reply.future().isComplete();
        }
    }
}
