package org.meshgate.webhooks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.identity.RecordJson;
import org.meshgate.jobs.dispatch.DispatchTime;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.RedisCommands;
import org.meshgate.runtime.RunMode;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;
import org.meshgate.webhooks.Receiver;
import org.meshgate.webhooks.Receiver.Request;
import org.meshgate.webhooks.Webhooks;
import org.meshgate.webhooks.Webhooks.Hook;

/** A dispatcher that stops leaves its deliveries to others at once. Each test has dispatchers of its own. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class DispatcherStopTest {

    private static final String NEWS = "webhooks:news";

    @Inject
    DeliveryQueueStore queue;

    @Inject
    DeliverySender sender;

    @Inject
    DeliveryMetrics metrics;

    @Inject
    Vertx vertx;

    @Inject
    KeyPrefix prefix;

    @Inject
    RunMode runMode;

    @Inject
    MeshgateConfig config;

    @Inject
    RedisCommands commands;

    @Inject
    RecordJson json;

    @Inject
    DispatchTime time;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private final Receiver receiver = new Receiver();
    private Account alice;
    private Hook hook;

    @BeforeEach
    void twoDeliveries() {
        redis.clearQueue();
        for (String lane : List.of("live", "slow")) {
            redis.send(Command.DEL, "3daigc:webhooks:due:" + lane);
        }
        alice = Api.register();
        hook = Webhooks.register(alice, receiver.url());
        Webhooks.endJob(alice);
        Webhooks.endJob(alice);
        clock.advance(Duration.ofSeconds(1));
        clock.stop();
    }

    @AfterEach
    void close() {
        receiver.close();
        clock.reset();
    }

    @Test
    void attemptsUnderWayAreMadeAgainByAnotherAtOnce() {
        // Given
        receiver.hang();
        DeliveryDispatcher stopping = dispatcher(queue);
        stopping.changed(NEWS);
        List<String> sent = ids(receiver.await(2));
        assertThat(sent).doesNotHaveDuplicates();
        // When
        stopping.stop(new ShutdownEvent());
        clock.advance(Duration.ofMillis(1));
        dispatcher(queue).changed(NEWS);
        // Then
        assertThat(ids(receiver.await(4)).subList(2, 4)).containsExactlyInAnyOrderElementsOf(sent);
        receiver.resume();
        hook.awaitNewest("delivered", 1);
    }

    @Test
    void deliveriesThatAreClaimedTooLateAreGivenBack() {
        // Given a claim whose reply is under way
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        DeliveryDispatcher stopping = dispatcher(new DeliveryQueueStore(commands, json, prefix, time) {
            @Override
            Uni<List<ClaimedDelivery>> claim(DeliveryLane lane, int most) {
                return super.claim(lane, most).call(() -> Uni.createFrom().completionStage(stopped));
            }
        });
        stopping.changed(NEWS);
        Awaitility.await().until(() -> leases() == 2);
        // When
        stopping.stop(new ShutdownEvent());
        stopped.complete(null);
        // Then
        Awaitility.await().until(() -> leases() == 0);
        assertThat(receiver.requests()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        dispatcher(queue).changed(NEWS);
        assertThat(ids(receiver.await(2))).doesNotHaveDuplicates();
        hook.awaitNewest("delivered", 1);
    }

    private DeliveryDispatcher dispatcher(DeliveryQueueStore store) {
        return new DeliveryDispatcher(store, sender, metrics, vertx, prefix, runMode, config);
    }

    private long leases() {
        return redis.send(Command.ZCARD, "3daigc:webhook:leased:" + hook.id()).toLong();
    }

    private static List<String> ids(List<Request> requests) {
        return requests.stream().map(Request::id).toList();
    }
}
