package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {

    private static final Optional<String> ANONYMOUS = Optional.empty();

    private final ConcurrencyLimiter concurrencyLimiter = new ConcurrencyLimiter(10, 3, 5);

    @Test
    void userLimitHoldsAcrossNetworks() {
        Optional<String> alice = Optional.of("alice");
        assertThat(IntStream.range(0, 3)).allMatch(i -> concurrencyLimiter.enter(alice, "network " + i));
        assertThat(concurrencyLimiter.enter(alice, "another")).isFalse();
        concurrencyLimiter.leave(alice, "network 1");
        assertThat(concurrencyLimiter.enter(alice, "another")).isTrue();
        assertThat(concurrencyLimiter.taken()).isEqualTo(3);
    }

    @Test
    void usersOfOneNetworkShareItsLimit() {
        assertThat(IntStream.range(0, 5)).allMatch(i -> concurrencyLimiter.enter(Optional.of("user " + i), "here"));
        assertThat(concurrencyLimiter.enter(Optional.of("one more"), "here")).isFalse();
        assertThat(concurrencyLimiter.enter(Optional.of("one more"), "there")).isTrue();
        concurrencyLimiter.leave(Optional.of("user 0"), "here");
        assertThat(concurrencyLimiter.enter(ANONYMOUS, "here")).isTrue();
    }

    @Test
    void limitsTheTotal() {
        assertThat(IntStream.range(0, 10))
                .allMatch(i -> concurrencyLimiter.enter(Optional.of("user " + i), "network " + i));
        assertThat(concurrencyLimiter.enter(Optional.of("one more"), "another")).isFalse();
        concurrencyLimiter.leave(Optional.of("user 4"), "network 4");
        assertThat(concurrencyLimiter.enter(Optional.of("one more"), "another")).isTrue();
        assertThat(concurrencyLimiter.taken()).isEqualTo(10);
    }

    @Test
    void concurrentEntriesStayWithinTheLimit() {
        long in = IntStream.range(0, 400)
                .parallel()
                .filter(i -> concurrencyLimiter.enter(Optional.of("alice"), "here"))
                .count();
        assertThat(in).isEqualTo(3);
        assertThat(concurrencyLimiter.taken()).isEqualTo(3);
    }

    @Test
    void refusedSenderTakesNothing() {
        IntStream.range(0, 3).forEach(i -> concurrencyLimiter.enter(Optional.of("alice"), "here"));
        IntStream.range(0, 50).forEach(i -> concurrencyLimiter.enter(Optional.of("alice"), "here"));
        IntStream.range(0, 3).forEach(i -> concurrencyLimiter.leave(Optional.of("alice"), "here"));
        assertThat(concurrencyLimiter.taken()).isZero();
        assertThat(concurrencyLimiter.enter(Optional.of("alice"), "here")).isTrue();
    }
}
