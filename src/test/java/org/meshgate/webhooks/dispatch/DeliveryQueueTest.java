package org.meshgate.webhooks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.NoBackgroundWork;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;
import org.meshgate.webhooks.Webhooks;
import org.meshgate.webhooks.Webhooks.Hook;
import org.meshgate.webhooks.delivery.AttemptSummary;
import org.meshgate.webhooks.dispatch.DeliveryQueueStore.Finish;
import org.meshgate.webhooks.dispatch.DeliveryQueueStore.Outcome;

/** Leases of deliveries, as several processes take them from one queue. Nothing is sent. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(NoBackgroundWork.class)
class DeliveryQueueTest {

    private static final String URL = "http://127.0.0.1:9/";

    @Inject
    DeliveryQueueStore queue;

    @Inject
    DeliverySender sender;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account alice;
    private Hook hook;

    @BeforeEach
    void anEndpoint() {
        redis.clearQueue();
        for (String lane : List.of("live", "slow")) {
            redis.send(Command.DEL, "3daigc:webhooks:due:" + lane);
        }
        alice = Api.register();
        hook = Webhooks.register(alice, URL);
        clock.advance(Duration.ofSeconds(1));
        clock.stop();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void concurrentClaimsGetEachDeliveryOnceAndEightOfAnEndpointAtMost() {
        // Given
        endJobs(10);
        // When
        List<Uni<List<ClaimedDelivery>>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            claims.add(queue.claim(DeliveryLane.LIVE, 3));
        }
        List<String> claimed = get(Uni.join().all(claims).andFailFast()).stream()
                .flatMap(List::stream)
                .map(ClaimedDelivery::id)
                .toList();
        // Then
        assertThat(claimed).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void theEndOfAnAttemptMakesRoomForTheNext() {
        endJobs(9);
        List<ClaimedDelivery> first = claim(DeliveryLane.LIVE);
        assertThat(first).hasSize(8);
        assertThat(claim(DeliveryLane.LIVE)).isEmpty();
        assertThat(finish(first.get(0), Outcome.DELIVERED)).isEqualTo(new Finish(false, Optional.empty()));
        assertThat(claim(DeliveryLane.LIVE)).hasSize(1);
    }

    @Test
    void aLostLeaseIsClaimedAgainAndTheFirstHolderChangesNothing() {
        // Given
        endJobs(1);
        ClaimedDelivery lost = claim(DeliveryLane.LIVE).get(0);
        clock.advance(DeliveryQueueStore.LEASE.minusMillis(1));
        assertThat(claim(DeliveryLane.LIVE)).isEmpty();
        // When
        clock.advance(Duration.ofMillis(1));
        ClaimedDelivery again = claim(DeliveryLane.LIVE).get(0);
        // Then
        assertThat(again.id()).isEqualTo(lost.id());
        assertThat(again.attempt()).as("the lost attempt has no end").isEqualTo(1);
        assertThat(finish(lost, Outcome.GONE)).isEqualTo(new Finish(true, Optional.empty()));
        hook.get().then().body("webhook.enabled", equalTo(true));
        assertThat(finish(again, Outcome.DELIVERED)).isEqualTo(new Finish(false, Optional.empty()));
        clock.advance(DeliveryQueueStore.LEASE);
        assertThat(claim(DeliveryLane.LIVE)).isEmpty();
        assertThat(waiting()).isZero();
    }

    @Test
    void leasesThatAreGivenBackAreDueAtOnce() {
        endJobs(2);
        List<ClaimedDelivery> held = claim(DeliveryLane.LIVE);
        assertThat(held).hasSize(2);
        assertThat(get(queue.release(held))).isEqualTo(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(claim(DeliveryLane.LIVE)).hasSize(2);
        assertThat(get(queue.release(held))).as("others hold them now").isZero();
    }

    @Test
    void postponedAttemptWaitsInTheSlowLaneAndDoesNotCount() {
        // Given
        endJobs(1);
        ClaimedDelivery held = claim(DeliveryLane.LIVE).get(0);
        // When
        assertThat(get(queue.postpone(held))).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        // Then
        assertThat(claim(DeliveryLane.LIVE)).isEmpty();
        ClaimedDelivery again = claim(DeliveryLane.SLOW).get(0);
        assertThat(again.id()).isEqualTo(held.id());
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(get(queue.postpone(held))).as("its lease is lost").isZero();
    }

    @Test
    void anEndpointThatFailsHasAnotherLaneWithTwoAtATime() {
        endJobs(6);
        ClaimedDelivery failed = claim(DeliveryLane.LIVE).get(0);
        finish(failed, Outcome.RETRY);
        clock.advance(DeliveryQueueStore.LEASE);
        assertThat(claim(DeliveryLane.LIVE)).isEmpty();
        List<ClaimedDelivery> slow = claim(DeliveryLane.SLOW);
        assertThat(slow).hasSize(2);
        // And a success brings it back
        assertThat(get(queue.finish(slow.get(0), Outcome.DELIVERED, summary(true), Duration.ZERO, DeliveryLane.LIVE)))
                .isEqualTo(new Finish(false, Optional.empty()));
        assertThat(claim(DeliveryLane.LIVE)).isNotEmpty();
    }

    @Test
    void aDeliveryToAnAddressThatIsRefusedIsRetried() {
        redis.send(Command.HSET, "3daigc:webhook:" + hook.id(), "url", "https://10.0.0.1/");
        endJobs(1);
        get(sender.send(claim(DeliveryLane.LIVE).get(0)));
        hook.deliveries()
                .then()
                .body("deliveries[0].status", equalTo("waiting"))
                .body(
                        "deliveries[0].last_error",
                        equalTo("the URL must be at an address that is public, or in webhooks.allowed_networks"));
    }

    @Test
    void aFullQueueDropsWhatIsNewAndCountsIt() {
        for (int i = 0; i < 1000; i++) {
            redis.send(Command.ZADD, "3daigc:webhook:due:" + hook.id(), "9000000000000", "msg_" + i);
        }
        endJobs(2);
        hook.get()
                .then()
                .body("webhook.waiting_deliveries", equalTo(1000))
                .body("webhook.dropped_deliveries", equalTo(2));
        Api.assertProblem(hook.test(), 409, "WEBHOOK_QUEUE_FULL", startsWith("As many"));
    }

    @Test
    void theLogKeepsTwoHundredDeliveriesOfSevenDays() {
        // Given
        long now = clock.millis();
        for (int i = 0; i < 260; i++) {
            String id = String.format("msg_%032d", i);
            long age = i < 30 ? Duration.ofDays(8).toMillis() : 1000 - i;
            redis.send(Command.ZADD, key("ended"), Long.toString(now - age), id);
            redis.send(Command.ZADD, key("log"), Long.toString(now - age), id);
            redis.send(
                    Command.HSET,
                    key("events"),
                    id,
                    "{\"type\":\"job.failed\",\"at\":" + (now - age) + ",\"data\":{}}");
        }
        // When one more ends
        endJobs(1);
        finish(claim(DeliveryLane.LIVE).get(0), Outcome.DELIVERED);
        // Then
        assertThat(redis.send(Command.ZCARD, key("ended")).toInteger()).isEqualTo(200);
        assertThat(redis.send(Command.ZCARD, key("log")).toInteger()).isEqualTo(200);
        assertThat(redis.hashLength("webhook:events:" + hook.id())).isEqualTo(200);
        // And pages have each once
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            var page = Api.as(alice).get(hook.path() + "/deliveries?limit=70" + cursor);
            page.then().statusCode(200).body("total", equalTo(200));
            seen.addAll(page.path("deliveries.delivery_id"));
            cursor = page.path("next_cursor") == null ? "" : "&cursor=" + page.path("next_cursor");
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(200).doesNotHaveDuplicates();
        Api.assertProblem(
                Api.as(alice).get(hook.path() + "/deliveries?cursor=x"),
                422,
                "VALIDATION_FAILED",
                "cursor must be next_cursor of this list");
    }

    private String key(String part) {
        return "3daigc:webhook:" + part + ":" + hook.id();
    }

    private void endJobs(int count) {
        for (int i = 0; i < count; i++) {
            Webhooks.endJob(alice);
        }
        clock.advance(Duration.ofSeconds(1));
    }

    private long waiting() {
        return redis.send(Command.ZCARD, key("due")).toLong();
    }

    private List<ClaimedDelivery> claim(DeliveryLane lane) {
        return get(queue.claim(lane, 64));
    }

    private Finish finish(ClaimedDelivery delivery, Outcome outcome) {
        DeliveryLane lane = outcome == Outcome.DELIVERED ? DeliveryLane.LIVE : DeliveryLane.SLOW;
        return get(queue.finish(delivery, outcome, summary(outcome == Outcome.DELIVERED), Duration.ofSeconds(5), lane));
    }

    private AttemptSummary summary(boolean delivered) {
        return new AttemptSummary(
                1, delivered, clock.millis(), 1, Optional.of(delivered ? 204 : 500), Optional.empty());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
