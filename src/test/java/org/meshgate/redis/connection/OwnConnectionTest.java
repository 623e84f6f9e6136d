package org.meshgate.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.vertx.EventLoops;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** A request goes to Redis and comes back on the thread that serves it. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class OwnConnectionTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Vertx vertx;

    @Inject
    RedisCommands commands;

    @Inject
    RedisConnections connections;

    @Inject
    RedisClients clients;

    @Inject
    RedisView redis;

    private List<Context> loops;

    @BeforeEach
    void findLoops() {
        loops = EventLoops.all(vertx);
        assertThat(loops).hasSizeGreaterThan(1);
    }

    @Test
    void everyEventLoopHasAConnectionOfItsOwn() {
        await().atMost(SOON).untilAsserted(this::eachUsesOneAndNoOther);
    }

    @Test
    void eachLoopGetsItsOwnConnectionAfterAReconnect() {
        // When
        killAll();
        await().atMost(SOON).until(connections::connected);
        // Then
        await().atMost(SOON).untilAsserted(this::eachUsesOneAndNoOther);
    }

    /** Answers come back to where they were asked for in any case: only what Redis says unasked shows who reads. */
    @Test
    void readsEachConnectionOnItsEventLoop() {
        for (Context loop : loops) {
            // Given
            Queue<Thread> readers = new ConcurrentLinkedQueue<>();
            PersistentRedisConnection connection = new PersistentRedisConnection(
                    clients, loop, Duration.ofSeconds(5), made -> tellOfChanges(made, readers));
            connection.open();
            // When
            hearOfChange(readers);
            // Then
            assertThat(readers).containsOnly(thread(loop));
            // When
            killAll();
            readers.clear();
            hearOfChange(readers);
            // Then
            assertThat(readers).containsOnly(thread(loop));
            connection.close();
        }
    }

    private static Future<Void> tellOfChanges(RedisConnection connection, Queue<Thread> readers) {
        connection.handler(news -> readers.add(Thread.currentThread()));
        return connection
                .send(Request.cmd(Command.CLIENT)
                        .arg("TRACKING")
                        .arg("ON")
                        .arg("BCAST")
                        .arg("PREFIX")
                        .arg("3daigc:own:"))
                .mapEmpty();
    }

    /** Repeats it, for there may be no connection yet. */
    private void hearOfChange(Queue<Thread> readers) {
        await().atMost(SOON).until(() -> {
            redis.set("own:key", "changed");
            return !readers.isEmpty();
        });
    }

    private void killAll() {
        redis.send(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
    }

    /** Asked often enough that it is no accident. */
    private void eachUsesOneAndNoOther() {
        Set<Long> all = new HashSet<>();
        for (Context loop : loops) {
            List<Long> used =
                    IntStream.range(0, 10).mapToObj(i -> connectionUsedOn(loop)).toList();
            assertThat(used).containsOnly(used.get(0));
            all.add(used.get(0));
        }
        assertThat(all).hasSameSizeAs(loops);
    }

    private Long connectionUsedOn(Context loop) {
        CompletableFuture<Long> id = new CompletableFuture<>();
        loop.runOnContext(none -> commands.send(Command.CLIENT, List.of("ID"))
                .subscribe()
                .with(answer -> id.complete(answer.orElseThrow().toLong()), id::completeExceptionally));
        return id.join();
    }

    private static Thread thread(Context loop) {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        ((ContextInternal) loop).nettyEventLoop().execute(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }
}
