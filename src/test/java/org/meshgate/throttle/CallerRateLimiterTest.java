package org.meshgate.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meshgate.throttle.CallerRateLimiter.Outcome;

class CallerRateLimiterTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may begin anywhere, and overflow
    private final CallerRateLimiter limits = new CallerRateLimiter(6, 100, nanos::get);

    @Test
    void theQuotaIsTakenAtOnceAndComesBackPieceByPiece() {
        // Given six a minute, When six come at once
        for (int left = 5; left >= 0; left--) {
            assertThat(limits.take("alice")).isEqualTo(new Outcome(true, left, 10L * (6 - left)));
        }
        // Then the next comes ten seconds later, and being refused costs nothing
        assertThat(limits.take("alice")).isEqualTo(new Outcome(false, 0, 10));
        assertThat(limits.take("alice")).isEqualTo(new Outcome(false, 0, 10));
        pass(Duration.ofMillis(9_001));
        assertThat(limits.take("alice")).isEqualTo(new Outcome(false, 0, 1));
        pass(Duration.ofMillis(999));
        assertThat(limits.take("alice").taken()).isTrue();
        assertThat(limits.take("alice").taken()).isFalse();
        // And after a minute all are there, and no more than all
        pass(Duration.ofHours(5));
        assertThat(limits.take("alice").remaining()).isEqualTo(5);
    }

    @Test
    void oneCallerDoesNotTakeFromAnother() {
        exhaust("alice");
        assertThat(limits.take("bob")).isEqualTo(new Outcome(true, 5, 10));
    }

    @Test
    void memoryIsBoundedAndStrangersBeyondItAreLimitedTogether() {
        // Given as many callers as there is room for, one of them at the limit
        exhaust("alice");
        IntStream.range(0, 99).forEach(i -> limits.take("caller " + i));
        assertThat(limits.callers()).isEqualTo(100);
        // When more come
        long taken = IntStream.range(0, 200_000)
                .filter(i -> limits.take("stranger " + i).taken())
                .count();
        // Then they have no counters of their own, but are limited, and who was there before is remembered
        assertThat(limits.callers()).isEqualTo(100);
        assertThat(taken).isLessThanOrEqualTo(6 * 4096);
        assertThat(limits.take("alice").taken()).isFalse();
        assertThat(limits.take("caller 7").remaining()).isEqualTo(4);
        // And once the first are forgotten there is room again
        pass(Duration.ofMinutes(2));
        assertThat(limits.take("stranger 1").remaining()).isEqualTo(5);
        assertThat(limits.callers()).isEqualTo(1);
    }

    @Test
    void peekPredictsTheNextDecisionWithoutCounting() {
        assertThat(limits.peek("alice").taken()).isTrue();
        exhaust("alice");
        assertThat(limits.peek("alice")).isEqualTo(limits.take("alice")).matches(refused -> !refused.taken());
        pass(Duration.ofSeconds(10));
        assertThat(limits.peek("alice").taken()).isTrue();
        assertThat(limits.take("alice").taken()).isTrue();
    }

    @Test
    void refundedRequestsCanBeTakenAgain() {
        exhaust("alice");
        limits.giveBack("alice");
        assertThat(limits.take("alice").taken()).isTrue();
        assertThat(limits.take("alice").taken()).isFalse();
    }

    @Test
    void manyAtOnceAreNotMore() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> requests = IntStream.range(0, 1000)
                .mapToObj(i -> (Callable<Boolean>) () -> limits.take("alice").taken())
                .toList();
        int taken = 0;
        for (Future<Boolean> outcome : threads.invokeAll(requests)) {
            taken += outcome.get() ? 1 : 0;
        }
        threads.shutdown();
        assertThat(taken).isEqualTo(6);
    }

    @Test
    void headersAreSpelledAsTheDraftHasThem() {
        assertThat(limits.limit().policy()).isEqualTo("\"caller\";q=6;w=60");
        assertThat(limits.limit().status(3, 30)).isEqualTo("\"caller\";r=3;t=30");
        assertThat(limits.limit().on()).isTrue();
        assertThat(new CallerRateLimiter(0, 100, nanos::get).limit().on()).isFalse();
    }

    private void exhaust(String caller) {
        for (int i = 0; i < 6; i++) {
            limits.take(caller);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
