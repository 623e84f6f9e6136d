package org.meshgate.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.meshgate.problem.StorageUnavailableException;

/**
 * One connection that is opened again whenever it is lost. Replies come in the order of the commands, so one glance at
 * the oldest command that waits tells whether the peer has stalled: then that connection is given up, with everything
 * on it, and a new one is made.
 */
final class HeldConnection {

    private static final Logger LOG = Logger.getLogger(HeldConnection.class);

    /** How often the oldest waiting command is looked at: the precision of the deadline. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

    private final Redis redis;
    private final Vertx vertx;
    private final Duration timeout;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<RedisConnection> current = new AtomicReference<>();

    private volatile boolean closed;
    private volatile boolean lost;
    private volatile Duration retry = FIRST_RETRY;

    HeldConnection(Redis redis, Vertx vertx, Duration timeout) {
        this.redis = redis;
        this.vertx = vertx;
        this.timeout = timeout;
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
        Promise<RedisConnection> attempt = Promise.promise();
        long timer = vertx.setTimer(
                timeout.toMillis(), late -> attempt.tryFail(new TimeoutException("no connection within " + timeout)));
        redis.connect().onComplete(made -> {
            vertx.cancelTimer(timer);
            if (made.failed()) {
                attempt.tryFail(made.cause());
            } else if (!attempt.tryComplete(made.result())) {
                made.result().close();
            }
        });
        return attempt.future().onSuccess(this::use).onFailure(this::openLater).mapEmpty();
    }

    Future<Response> send(Request request) {
        RedisConnection connection = current.get();
        if (connection == null) {
            return Future.failedFuture(new StorageUnavailableException("connection to Redis lost"));
        }
        Promise<Response> reply = Promise.promise();
        Waiting command = new Waiting(System.nanoTime() + timeout.toNanos(), reply, connection);
        waiting.add(command);
        connection.send(request).onComplete(result -> {
            if (result.succeeded()) {
                reply.tryComplete(result.result());
            } else {
                reply.tryFail(result.cause());
            }
        });
        return reply.future();
    }

    void close() {
        closed = true;
        RedisConnection connection = current.getAndSet(null);
        if (connection != null) {
            connection.close();
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

    private void use(RedisConnection connection) {
        if (lost) {
            lost = false;
            LOG.info("connected to Redis again");
        }
        retry = FIRST_RETRY;
        connection.exceptionHandler(failure -> lost(connection, failure));
        connection.endHandler(end -> lost(connection, new StorageUnavailableException("closed by Redis")));
        current.set(connection);
        if (closed) {
            close();
        }
    }

    private void lost(RedisConnection connection, Throwable failure) {
        if (current.compareAndSet(connection, null)) {
            lost = true;
            LOG.warnf("connection to Redis lost (%s); trying again until it is back", reason(failure));
            connection.close();
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
                lost(oldest.connection, new TimeoutException("no reply"));
            }
            oldest = waiting.peek();
        }
    }

    private record Waiting(long deadline, Promise<Response> reply, RedisConnection connection) {
        boolean answered() {
            return reply.future().isComplete();
        }
    }
}
