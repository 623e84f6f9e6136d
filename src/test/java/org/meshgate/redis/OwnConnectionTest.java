package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
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
    RedisView redis;

    @Test
    void everyEventLoopHasAConnectionOfItsOwn() {
        List<ContextInternal> loops = EventLoops.all(vertx);
        assertThat(loops).hasSizeGreaterThan(1);
        await().atMost(SOON).untilAsserted(() -> assertThat(loops).allMatch(this::answersOnItsThread));
    }

    @Test
    void alsoWhenItWasLost() {
        // Given
        redis.send(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
        await().atMost(SOON).until(connections::connected);
        // Then
        List<ContextInternal> loops = EventLoops.all(vertx);
        await().atMost(SOON).untilAsserted(() -> assertThat(loops).allMatch(this::answersOnItsThread));
    }

    /** Often enough that it is no accident. */
    private boolean answersOnItsThread(ContextInternal loop) {
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Boolean> same = new CompletableFuture<>();
            loop.runOnContext(none -> {
                Thread asking = Thread.currentThread();
                commands.send(Command.PING, List.of())
                        .subscribe()
                        .with(pong -> same.complete(Thread.currentThread() == asking), failure -> same.complete(false));
            });
            if (!same.join()) {
                return false;
            }
        }
        return true;
    }
}
