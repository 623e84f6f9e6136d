package org.meshgate.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.meshgate.problem.StorageUnavailableException;

/**
 * One connection that is opened again whenever it is lost. Replies come in the order of the commands, so one glance at
 * the oldest command that waits tells whether the peer has stalled: then that connection is given up, with everything
 * on it, and a new one is made. Each attempt has a client of its own, because closing a connection of a pooled client
 * only puts the dead socket back into the pool.
 */
final class HeldConnection {

    private static final Logger LOG = Logger.getLogger(HeldConnection.class);

    /** How often the oldest waiting command is looked at: the precision of the deadline. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

    /** Error replies of a replica; Redis 6 puts the one that a script got behind a hyphen in the middle of its own. */
    private static final Pattern FROM_REPLICA = Pattern.compile("(?:^|-)(?:MASTERDOWN|READONLY)\\b");

    private final Supplier<Redis> clients;
    private final Vertx vertx;
    private final Duration timeout;
    private final Function<RedisConnection, Future<Void>> preparation;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Link> current = new AtomicReference<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    private volatile boolean closed;
    private volatile boolean lost;
    private volatile Duration retry = FIRST_RETRY;

    /**
     * @param clients makes a client that can hold one connection
     * @param timeout the deadline of a command, and of an attempt to connect with its handshake
     */
    HeldConnection(Supplier<Redis> clients, Vertx vertx, Duration timeout) {
        this(clients, vertx, timeout, made -> Future.succeededFuture());
    }

    /** @param preparation what makes a new connection ready for use, within the same deadline */
    HeldConnection(
            Supplier<Redis> clients,
            Vertx vertx,
            Duration timeout,
            Function<RedisConnection, Future<Void>> preparation) {
        this.clients = clients;
        this.vertx = vertx;
        this.timeout = timeout;
        this.preparation = preparation;
        vertx.setPeriodic(GLANCE.toMillis(), timer -> {
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

    /** The outcome of the first attempt; later ones follow by themselves. */
    Future<Void> open() {
        return connect().onSuccess(this::use).onFailure(this::openLater).mapEmpty();
    }

    private Future<Link> connect() {
        Redis client = clients.get();
        Promise<RedisConnection> attempt = Promise.promise();
        long timer = vertx.setTimer(
                timeout.toMillis(), late -> attempt.tryFail(new TimeoutException("no connection within " + timeout)));
        client.connect().compose(this::prepare).onComplete(made -> {
            vertx.cancelTimer(timer);
            if (made.succeeded()) {
                attempt.tryComplete(made.result());
            } else {
                attempt.tryFail(made.cause());
            }
        });
        return attempt.future().onFailure(failure -> client.close()).map(connection -> new Link(client, connection));
    }

    private Future<RedisConnection> prepare(RedisConnection connection) {
        return preparation.apply(connection).map(connection);
    }

    Future<Response> send(Request request) {
        Link link = current.get();
        if (link == null) {
            return Future.failedFuture(new StorageUnavailableException("connection to Redis lost"));
        }
        Promise<Response> reply = Promise.promise();
        waiting.add(new Waiting(System.nanoTime() + timeout.toNanos(), reply, link));
        link.connection.send(request).onComplete(result -> {
            if (result.succeeded()) {
                reply.tryComplete(result.result());
            } else {
                reply.tryFail(result.cause());
                if (!(result.cause() instanceof ErrorType error) || error.is("CONNECTION_CLOSED")) {
                    lost(link, result.cause());
                } else if (isFromReplica(error)) {
                    lookElsewhere(link);
                }
            }
        });
        return reply.future();
    }

    /** Gives the connection up for a new one. */
    void renew() {
        Link link = current.get();
        if (link != null) {
            lost(link, new StorageUnavailableException("given up"));
        }
    }

    void close() {
        closed = true;
        Link link = current.getAndSet(null);
        if (link != null) {
            link.client.close();
        }
    }

    /** What went wrong, in a few words and without the address, which can hold a password. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    private void use(Link link) {
        if (lost) {
            lost = false;
            LOG.info("connected to Redis again");
        }
        retry = FIRST_RETRY;
        current.set(link);
        watch(link);
        if (closed) {
            close();
        }
    }

    private void watch(Link link) {
        link.connection.exceptionHandler(failure -> lost(link, failure));
        link.connection.endHandler(end -> lost(link, new StorageUnavailableException("closed by Redis")));
    }

    private static boolean isFromReplica(ErrorType error) {
        return FROM_REPLICA.matcher(String.valueOf(error.getMessage())).find();
    }

    /**
     * A master that became a replica keeps its connections, while the address may lead to its successor by now. A new
     * connection takes the place of this one as soon as it is made, once in a while; until then this one still serves
     * reads, and what waits on it is still answered.
     */
    private void lookElsewhere(Link link) {
        if (closed || current.get() != link || !looking.compareAndSet(false, true)) {
            return;
        }
        LOG.debug("Redis answers as a replica, connecting anew");
        connect().onComplete(made -> {
            vertx.setTimer(LONGEST_RETRY.toMillis(), timer -> looking.set(false));
            if (made.succeeded()) {
                replace(link, made.result());
            }
        });
    }

    private void replace(Link old, Link next) {
        if (current.compareAndSet(old, next)) {
            watch(next);
            vertx.setTimer(timeout.toMillis(), timer -> old.client.close());
        } else {
            next.client.close();
        }
    }

    private void lost(Link link, Throwable failure) {
        if (current.compareAndSet(link, null)) {
            lost = true;
            if (!closed) {
                LOG.warnf("connection to Redis lost (%s); trying again until it is back", reason(failure));
            }
            link.client.close();
            openLater(failure);
        }
    }

    private void openLater(Throwable failure) {
        if (closed) {
            return;
        }
        LOG.debugf("no connection to Redis (%s), next attempt in %s", reason(failure), retry);
        vertx.setTimer(retry.toMillis(), timer -> {
            if (!closed) {
                open();
            }
        });
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
    }

    private void failOverdue() {
        long now = System.nanoTime();
        Waiting oldest = waiting.peek();
        while (oldest != null && (oldest.answered() || oldest.deadline - now < 0)) {
            waiting.poll();
            if (oldest.reply.tryFail(new TimeoutException("no reply within " + timeout))) {
                lost(oldest.link, new TimeoutException("no reply"));
            }
            oldest = waiting.peek();
        }
    }

    /** A connection and the client that exists for it alone. */
    private record Link(Redis client, RedisConnection connection) {}

    private record Waiting(long deadline, Promise<Response> reply, Link link) {
        boolean answered() {
            return reply.future().isComplete();
        }
    }
}
