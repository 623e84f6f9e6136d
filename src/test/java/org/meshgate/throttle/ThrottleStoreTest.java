package org.meshgate.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.RedisCommands;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.throttle.ThrottleStore.Attempt;
import org.meshgate.throttle.ThrottleStore.Counter;
import org.meshgate.throttle.ThrottleStore.Decision;

/** The counters in a real Redis, with a clock controlled by the test. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ThrottleStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Inject
    RedisCommands commands;

    @Inject
    KeyPrefix prefix;

    @Inject
    RedisView redis;

    private Instant now = Instant.parse("2026-01-31T09:30:00Z");
    private final String subject = Api.unique("subject-");
    private final String network = "192.0.2.1";
    private ThrottleStore store;

    private final class GivenTime extends ThrottleTime {
        @Override
        public Optional<Instant> given() {
            return Optional.of(now);
        }
    }

    @BeforeEach
    void store() {
        store = new ThrottleStore(commands, prefix, new GivenTime());
    }

    @Test
    void theQuotaIsTakenAtOnceAndComesBackPieceByPiece() {
        // Given three a minute
        Attempt attempt = attempt(counter("t", 3, Duration.ZERO, false));
        assertThat(outcomes(attempt, 4)).containsExactly("taken", "taken", "taken", "t 20000");
        // When a third of the minute is over, or nearly
        pass(Duration.ofMillis(19_999));
        assertThat(outcomes(attempt, 1)).containsExactly("t 1");
        pass(Duration.ofMillis(1));
        // Then there is one, and one only
        assertThat(outcomes(attempt, 2)).containsExactly("taken", "t 20000");
    }

    @Test
    void refusedAttemptsAreNotCounted() {
        Attempt attempt = attempt(counter("t", 1, Duration.ZERO, false));
        outcomes(attempt, 50);
        pass(MINUTE);
        assertThat(outcomes(attempt, 1)).containsExactly("taken");
    }

    @Test
    void delaysDoubleUpToTheMaximum() {
        // Given ten a minute, with delays that double up to a minute
        Attempt attempt = attempt(counter("g", 10, MINUTE, false));
        outcomes(attempt, 10);
        // When each next attempt is made at the first moment at which it is taken
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Decision.Refused refused = (Decision.Refused) decide(attempt);
            delays.add(refused.delay().toMillis());
            pass(refused.delay());
            assertThat(decide(attempt)).isInstanceOf(Decision.Taken.class);
        }
        // Then
        assertThat(delays).containsExactly(6_000L, 12_000L, 24_000L, 48_000L, 60_000L, 60_000L, 60_000L);
    }

    @Test
    void aDecisionTakesFromAllCountersOrFromNone() {
        // Given one counter that is full
        Counter wide = counter("wide", 5, Duration.ZERO, false);
        Counter narrow = counter("narrow", 1, Duration.ZERO, false);
        assertThat(outcomes(attempt(wide, narrow), 4))
                .containsExactly("taken", "narrow 60000", "narrow 60000", "narrow 60000");
        // Then nothing was taken from the other
        assertThat(outcomes(attempt(wide), 5)).containsExactly("taken", "taken", "taken", "taken", "wide 12000");
    }

    @Test
    void twoReplicasShareAndAHundredAtOnceAreNotMore() {
        // Given two replicas, by the time of Redis
        ThrottleStore one = new ThrottleStore(commands, prefix, new ThrottleTime());
        ThrottleStore two = new ThrottleStore(commands, prefix, new ThrottleTime());
        Attempt attempt = new Attempt(
                List.of(new Counter(new Limit("t", 10, Duration.ofHours(1)), subject, Duration.ZERO, false)),
                Optional.empty(),
                network);
        // When
        List<Decision> all = Uni.join()
                .all(IntStream.range(0, 100)
                        .mapToObj(i -> (i % 2 == 0 ? one : two).decide(attempt))
                        .toList())
                .andFailFast()
                .await()
                .atMost(LIMIT);
        // Then
        assertThat(all).filteredOn(Decision.Taken.class::isInstance).hasSize(10);
    }

    @Test
    void aClockThatGoesBackDoesNotMakeAnybodyWaitLonger() {
        // Given a full counter, and a Redis that takes over with a clock that is a day behind
        Attempt attempt = attempt(counter("t", 3, Duration.ZERO, false));
        outcomes(attempt, 3);
        now = now.minus(Duration.ofDays(1));
        // Then
        assertThat(outcomes(attempt, 1)).containsExactly("t 20000");
    }

    @Test
    void keysHaveFixedLengthAndExpire() {
        // Given a name as long as one can be sent
        String name = "throttle:t:";
        Counter counter = new Counter(new Limit("t", 3, MINUTE), "x".repeat(1024) + subject, Duration.ZERO, false);
        long before = keys(name).size();
        // When
        outcomes(attempt(counter), 2);
        // Then
        List<String> after = keys(name);
        assertThat(after).hasSize((int) before + 1).allMatch(key -> key.matches("3daigc:throttle:t:[0-9a-f]{32}"));
        assertThat(after).allSatisfy(key -> assertThat(redis.timeToLiveMillis(key.substring("3daigc:".length())))
                .isBetween(1L, MINUTE.toMillis()));
    }

    @Test
    void aKnownAddressGoesPastTheWideCounterAndPastNoOther() {
        // Given an address from which the account logged in
        Counter wide = counter("wide", 1, Duration.ZERO, true);
        Counter own = counter("own", 3, Duration.ZERO, false);
        settle(attempt(wide, own), List.of(), List.of(), true);
        // When somebody else has filled the wide counter
        Attempt elsewhere = new Attempt(List.of(wide), Optional.of(subject), "198.51.100.1");
        assertThat(outcomes(elsewhere, 2)).containsExactly("taken", "wide 60000");
        // Then the address is heard, as often as its own counter allows
        assertThat(outcomes(attempt(wide, own), 4)).containsExactly("known", "known", "known", "own 20000");
    }

    @Test
    void anAddressIsKnownForNinetyDaysAndTwentyOfThemAreKept() {
        // Given logins from thirty addresses, and another a day earlier
        Counter wide = counter("wide", 1, Duration.ZERO, true);
        for (int i = 0; i < 30; i++) {
            settle(new Attempt(List.of(wide), Optional.of(subject), "192.0.2." + i), List.of(), List.of(), true);
            pass(Duration.ofSeconds(1));
        }
        // Then the latest twenty are known
        String set = "known:" + subject;
        assertThat(redis.send(Command.ZCARD, "3daigc:" + set).toInteger()).isEqualTo(20);
        assertThat(redis.send(Command.ZSCORE, "3daigc:" + set, "192.0.2.9")).isNull();
        assertThat(redis.send(Command.ZSCORE, "3daigc:" + set, "192.0.2.10")).isNotNull();
        assertThat(redis.timeToLiveMillis(set))
                .isBetween(Duration.ofDays(89).toMillis(), Duration.ofDays(90).toMillis());
        // And for ninety days only, although the set lives on with later ones
        pass(Duration.ofDays(90));
        assertThat(outcomes(new Attempt(List.of(wide), Optional.of(subject), "192.0.2.29"), 1))
                .containsExactly("taken");
    }

    @Test
    void refundedCountersDecreaseAndResetCountersAreEmpty() {
        // Given two full counters, one of them with a delay that has grown
        Counter back = counter("back", 3, Duration.ZERO, false);
        Counter grown = counter("grown", 3, MINUTE, false);
        outcomes(attempt(back, grown), 3);
        // When
        settle(attempt(back, grown), List.of(back), List.of(grown), false);
        // Then
        assertThat(outcomes(attempt(back), 2)).containsExactly("taken", "back 20000");
        assertThat(outcomes(attempt(grown), 4)).containsExactly("taken", "taken", "taken", "grown 20000");
    }

    @Test
    void aMalformedCounterCountsAsEmpty() {
        Counter counter = counter("t", 1, Duration.ZERO, false);
        outcomes(attempt(counter), 1);
        keys("throttle:t:").forEach(key -> redis.send(Command.SET, key, "nonsense"));
        assertThat(outcomes(attempt(counter), 1)).containsExactly("taken");
    }

    private List<String> keys(String begin) {
        List<String> found = new ArrayList<>();
        redis.send(Command.KEYS, "3daigc:" + begin + "*").forEach(key -> found.add(key.toString()));
        return found;
    }

    private Counter counter(String name, int perMinute, Duration longestDelay, boolean openToKnown) {
        return new Counter(new Limit(name, perMinute, MINUTE), subject, longestDelay, openToKnown);
    }

    private Attempt attempt(Counter... counters) {
        return new Attempt(List.of(counters), Optional.of(subject), network);
    }

    private List<String> outcomes(Attempt attempt, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> decide(attempt))
                .map(decision -> decision instanceof Decision.Refused refused
                        ? refused.limit().name() + " " + refused.delay().toMillis()
                        : ((Decision.Taken) decision).known() ? "known" : "taken")
                .toList();
    }

    private Decision decide(Attempt attempt) {
        return store.decide(attempt).await().atMost(LIMIT);
    }

    private void settle(Attempt attempt, List<Counter> giveBack, List<Counter> forget, boolean remember) {
        store.settle(attempt, giveBack, forget, remember).await().atMost(LIMIT);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
