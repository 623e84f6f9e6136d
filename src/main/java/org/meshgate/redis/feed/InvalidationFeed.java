package org.meshgate.redis.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.RedisCommands;
import org.meshgate.redis.connection.PersistentRedisConnection;
import org.meshgate.redis.connection.RedisClients;
import org.meshgate.redis.connection.RedisConnections;
import org.meshgate.runtime.vertx.EventLoops;

/**
 * Receives invalidation messages from Redis for every change of keys with the prefixes of its listeners, made by any
 * client: another replica, a command, an operator at redis-cli. All listeners share one connection
 * ({@code CLIENT TRACKING ON BCAST}) that sends nothing else, because Vert.x drops a pending reply for each message
 * that arrives in between. {@link FeedHealth} checks that messages arrive; while they do not, {@link #proven} is false.
 */
@ApplicationScoped
public class InvalidationFeed {

    /** The latest priority of observers that call {@link #watch}. */
    public static final int REGISTRATION_PRIORITY = RedisConnections.START_PRIORITY + 1;

    private static final Logger LOG = Logger.getLogger(InvalidationFeed.class);

    private static final Duration BETWEEN_CANARIES = Duration.ofMillis(250);
    private static final String CANARY_LIFETIME_MILLIS = "5000";
    private static final String CANARIES = "feed:canary:";

    private final RedisCommands redis;
    private final RedisClients clients;
    private final Vertx vertx;
    private final Duration timeout;
    private final LongSupplier nanos = System::nanoTime;
    private final FeedHealth proof = new FeedHealth();
    private final String canaries;
    private final String canary;
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<PersistentRedisConnection>> connection =
            new AtomicReference<>(Optional.empty());
    private final AtomicBoolean complained = new AtomicBoolean();

    private volatile boolean stopping;

    InvalidationFeed(
            RedisCommands redis,
            RedisClients clients,
            Vertx vertx,
            KeyPrefix prefix,
            MeshgateConfig config,
            SecureRandom random) {
        this.redis = redis;
        this.clients = clients;
        this.vertx = vertx;
        this.timeout = config.redis().timeout();
        byte[] name = new byte[8];
        random.nextBytes(name);
        this.canaries = prefix.key(CANARIES);
        this.canary = canaries + HexFormat.of().formatHex(name) + ":";
    }

    /**
     * Adds a listener. To be called before the feed starts: by observers of {@link StartupEvent} with
     * {@link #REGISTRATION_PRIORITY} or less.
     *
     * @param prefixes of the keys; none begins with another, nor with one of another listener unless they are equal
     */
    public void watch(List<String> prefixes, InvalidationListener listener) {
        if (connection.get().isPresent()) {
            throw new IllegalStateException("the feed has started");
        }
        watches.add(new Watch(List.copyOf(prefixes), listener));
    }

    /** Connects, if anything is watched, and reconnects automatically. */
    void start(@Observes @Priority(REGISTRATION_PRIORITY + 1) StartupEvent event) {
        if (watches.isEmpty()) {
            return;
        }
        PersistentRedisConnection feed =
                new PersistentRedisConnection(clients, EventLoops.any(vertx), timeout, this::track);
        connection.set(Optional.of(feed));
        feed.open();
        vertx.setPeriodic(BETWEEN_CANARIES.toMillis(), timer -> {
            if (stopping) {
                vertx.cancelTimer(timer);
            } else {
                check(feed);
            }
        });
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        stopping = true;
        connection.get().ifPresent(PersistentRedisConnection::close);
    }

    /** Whether the listeners know every change except those of the last {@link FeedHealth#PATIENCE}. */
    public boolean proven() {
        return proof.holds(nanos.getAsLong());
    }

    /** Enables tracking on a new connection. */
    private Future<Void> track(RedisConnection made) {
        forget();
        made.handler(this::receive);
        Request request = Request.cmd(Command.CLIENT).arg("TRACKING").arg("ON").arg("BCAST");
        request.arg("PREFIX").arg(canaries);
        watches.stream().flatMap(watch -> watch.prefixes.stream()).distinct().forEach(prefix -> request.arg("PREFIX")
                .arg(prefix));
        return made.send(request)
                .onFailure(failure -> complain("it refuses CLIENT TRACKING"))
                .mapEmpty();
    }

    private void receive(Response news) {
        if (news.size() < 2 || !"invalidate".equals(String.valueOf(news.get(0)))) {
            return;
        }
        Response keys = news.get(1);
        if (keys == null) { // FLUSHALL, FLUSHDB
            watches.forEach(watch -> watch.listener.anythingChanged());
            return;
        }
        for (Response key : keys) {
            receive(key.toString());
        }
    }

    private void receive(String key) {
        if (!key.startsWith(canary)) {
            watches.forEach(watch -> watch.changed(key));
            return;
        }
        proof.back(Long.parseLong(key, canary.length(), key.length(), 10));
        if (complained.compareAndSet(true, false)) {
            LOG.info("Redis tells of changes again: tokens are remembered");
        }
    }

    private void check(PersistentRedisConnection feed) {
        long now = nanos.getAsLong();
        if (proof.disproved(now)) {
            complain("a change was not told");
            forget();
            feed.renew();
        } else if (!proof.holds(now)) {
            watches.forEach(watch -> watch.listener.anythingChanged()); // caches are unused while the feed is down
        }
        long number = proof.sent(now);
        redis.send(Command.SET, List.of(canary + number, "", "PX", CANARY_LIFETIME_MILLIS))
                .subscribe()
                .with(written -> proof.written(number), failure -> proof.failed(number));
    }

    private void forget() {
        proof.restart();
        watches.forEach(watch -> watch.listener.anythingChanged());
    }

    private void complain(String why) {
        if (complained.compareAndSet(false, true)) {
            LOG.warnf("Redis does not tell of changes (%s): each request looks its token up until it does", why);
        }
    }

    private record Watch(List<String> prefixes, InvalidationListener listener) {

        void changed(String key) {
            for (String prefix : prefixes) {
                if (key.startsWith(prefix)) {
                    listener.changed(key);
                    return;
                }
            }
        }
    }
}
