package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {

    private static final Optional<String> NOBODY = Optional.empty();

    private final Shares shares = new Shares(10, 3, 5);

    @Test
    void oneUserHasAShareWhereverTheyAre() {
        Optional<String> alice = Optional.of("alice");
        assertThat(IntStream.range(0, 3)).allMatch(i -> shares.enter(alice, "network " + i));
        assertThat(shares.enter(alice, "another")).isFalse();
        shares.leave(alice, "network 1");
        assertThat(shares.enter(alice, "another")).isTrue();
        assertThat(shares.taken()).isEqualTo(3);
    }

    @Test
    void manyUsersOfOneNetworkHaveAShareTogether() {
        assertThat(IntStream.range(0, 5)).allMatch(i -> shares.enter(Optional.of("user " + i), "here"));
        assertThat(shares.enter(Optional.of("one more"), "here")).isFalse();
        assertThat(shares.enter(Optional.of("one more"), "there")).isTrue();
        shares.leave(Optional.of("user 0"), "here");
        assertThat(shares.enter(NOBODY, "here")).isTrue();
    }

    @Test
    void thereIsAnEndForAll() {
        assertThat(IntStream.range(0, 10)).allMatch(i -> shares.enter(Optional.of("user " + i), "network " + i));
        assertThat(shares.enter(Optional.of("one more"), "another")).isFalse();
        shares.leave(Optional.of("user 4"), "network 4");
        assertThat(shares.enter(Optional.of("one more"), "another")).isTrue();
        assertThat(shares.taken()).isEqualTo(10);
    }

    @Test
    void ofManyAtOnceNoMoreGetInThanMay() {
        long in = IntStream.range(0, 400)
                .parallel()
                .filter(i -> shares.enter(Optional.of("alice"), "here"))
                .count();
        assertThat(in).isEqualTo(3);
        assertThat(shares.taken()).isEqualTo(3);
    }

    @Test
    void whoWasRefusedTookNothing() {
        IntStream.range(0, 3).forEach(i -> shares.enter(Optional.of("alice"), "here"));
        IntStream.range(0, 50).forEach(i -> shares.enter(Optional.of("alice"), "here"));
        IntStream.range(0, 3).forEach(i -> shares.leave(Optional.of("alice"), "here"));
        assertThat(shares.taken()).isZero();
        assertThat(shares.enter(Optional.of("alice"), "here")).isTrue();
    }
}
