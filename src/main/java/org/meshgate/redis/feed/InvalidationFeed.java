package org.meshgate.redis.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.redis.RedisCommands;
import org.meshgate.redis.connection.PersistentRedisConnection;
import org.meshgate.redis.connection.RedisClients;
import org.meshgate.runtime.vertx.EventLoops;

/**
 * Receives invalidation messages from Redis for every change of keys with certain prefixes, made by any client:
 * another replica, a command, an operator at redis-cli. Uses a connection of its own ({@code CLIENT TRACKING ON BCAST})
 * that sends nothing else, because Vert.x drops a pending reply for each message that arrives in between. {@link
 * FeedHealth} checks that messages arrive; while they do not, {@link #proven} is false.
 */
@ApplicationScoped
public class InvalidationFeed {

    private static final Logger LOG = Logger.getLogger(InvalidationFeed.class);

    private static final Duration BETWEEN_CANARIES = Duration.ofMillis(250);
    private static final String CANARY_LIFETIME_MILLIS = "5000";

    private final RedisCommands redis;
    private final RedisClients clients;
    private final Vertx vertx;
    private final Duration timeout;
    private final LongSupplier nanos = System::nanoTime;
    private final FeedHealth proof = new FeedHealth();
    private final String instance;
    private final AtomicReference<Optional<Watch>> watch = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean complained = new AtomicBoolean();

    private volatile boolean stopping;

    InvalidationFeed(
            RedisCommands redis, RedisClients clients, Vertx vertx, MeshgateConfig config, SecureRandom random) {
        this.redis = redis;
        this.clients = clients;
        this.vertx = vertx;
        this.timeout = config.redis().timeout();
        byte[] name = new byte[8];
        random.nextBytes(name);
        this.instance = HexFormat.of().formatHex(name);
    }

    /**
     * Starts listening, once in the life of the program. Connects and reconnects automatically.
     *
     * @param prefixes of the keys, none of which begins with another
     * @param canary the prefix of canary keys, itself below one of the prefixes
     */
    public void watch(List<String> prefixes, String canary, InvalidationListener listener) {
        PersistentRedisConnection connection =
                new PersistentRedisConnection(clients, EventLoops.any(vertx), timeout, this::track);
        Watch watching = new Watch(prefixes, canary + instance + ":", listener, connection);
        if (watch.getAndSet(Optional.of(watching)).isPresent()) {
            throw new IllegalStateException("one listener is enough");
        }
        connection.open();
        vertx.setPeriodic(BETWEEN_CANARIES.toMillis(), timer -> {
            if (stopping) {
                vertx.cancelTimer(timer);
            } else {
                check(watching);
            }
        });
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        stopping = true;
        watch.get().ifPresent(watching -> watching.connection.close());
    }

    /** Whether the listener knows every change except those of the last {@link FeedHealth#PATIENCE}. */
    public boolean proven() {
        return proof.holds(nanos.getAsLong());
    }

    /** Enables tracking on a new connection. */
    private Future<Void> track(RedisConnection connection) {
        Watch watching = watch.get().orElseThrow();
        forget(watching);
        connection.handler(news -> receive(news, watching));
        Request request = Request.cmd(Command.CLIENT).arg("TRACKING").arg("ON").arg("BCAST");
        watching.prefixes.forEach(prefix -> request.arg("PREFIX").arg(prefix));
        return connection
                .send(request)
                .onFailure(failure -> complain("it refuses CLIENT TRACKING"))
                .mapEmpty();
    }

    private void receive(Response news, Watch watching) {
        if (news.size() < 2 || !"invalidate".equals(String.valueOf(news.get(0)))) {
            return;
        }
        Response keys = news.get(1);
        if (keys == null) { // FLUSHALL, FLUSHDB
            watching.listener.anythingChanged();
            return;
        }
        for (Response key : keys) {
            receive(key.toString(), watching);
        }
    }

    private void receive(String key, Watch watching) {
        if (!key.startsWith(watching.canary)) {
            watching.listener.changed(key);
            return;
        }
        proof.back(Long.parseLong(key, watching.canary.length(), key.length(), 10));
        if (complained.compareAndSet(true, false)) {
            LOG.info("Redis tells of changes again: tokens are remembered");
        }
    }

    private void check(Watch watching) {
        long now = nanos.getAsLong();
        if (proof.disproved(now)) {
            complain("a change was not told");
            forget(watching);
            watching.connection.renew();
        } else if (!proof.holds(now)) {
            watching.listener.anythingChanged(); // the cache is unused while the feed is down, so it is cleared
        }
        long canary = proof.sent(now);
        redis.send(Command.SET, List.of(watching.canary + canary, "", "PX", CANARY_LIFETIME_MILLIS))
                .subscribe()
                .with(written -> proof.written(canary), failure -> proof.failed(canary));
    }

    private void forget(Watch watching) {
        proof.restart();
        watching.listener.anythingChanged();
    }

    private void complain(String why) {
        if (complained.compareAndSet(false, true)) {
            LOG.warnf("Redis does not tell of changes (%s): each request looks its token up until it does", why);
        }
    }

    private record Watch(
            List<String> prefixes,
            String canary,
            InvalidationListener listener,
            PersistentRedisConnection connection) {}
}
