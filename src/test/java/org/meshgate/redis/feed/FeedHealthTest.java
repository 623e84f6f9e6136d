package org.meshgate.redis.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeedHealthTest {

    private static final long PATIENCE = FeedHealth.PATIENCE.toNanos();
    private static final long START = Long.MAX_VALUE - PATIENCE / 2; // such a clock may run over

    private final FeedHealth proof = new FeedHealth();

    @Test
    void isUnprovenBeforeTheFirstCanary() {
        assertThat(proof.holds(START)).isFalse();
        long canary = proof.sent(START);
        proof.written(canary);
        assertThat(proof.holds(START + 1)).isFalse();
        proof.back(canary);
        assertThat(proof.holds(START + 1)).isTrue();
    }

    @Test
    void proofStartsWhenTheCanaryWasSent() {
        long canary = proof.sent(START);
        proof.back(canary);
        assertThat(proof.holds(START + PATIENCE - 1)).isTrue();
        assertThat(proof.holds(START + PATIENCE)).isFalse();
    }

    @Test
    void laterCanaryExtendsTheProof() {
        proof.back(proof.sent(START));
        proof.back(proof.sent(START + 250_000_000));
        assertThat(proof.holds(START + 250_000_000 + PATIENCE - 1)).isTrue();
        assertThat(proof.holds(START + 250_000_000 + PATIENCE)).isFalse();
    }

    @Test
    void lateCanaryDoesNotShortenTheProof() {
        long first = proof.sent(START);
        proof.back(proof.sent(START + 250_000_000));
        proof.back(first);
        assertThat(proof.holds(START + 250_000_000 + PATIENCE - 1)).isTrue();
    }

    @Test
    void missingCanaryDisprovesTheFeed() {
        // news of some changes come, and of others not: half of the connections lead elsewhere
        long lost = proof.sent(START);
        proof.written(lost);
        proof.back(proof.sent(START + 500_000_000));
        assertThat(proof.disproved(START + PATIENCE)).isFalse();
        assertThat(proof.disproved(START + PATIENCE + 1)).isTrue();
    }

    @Test
    void unwrittenCanaryDisprovesNothing() {
        long unwritten = proof.sent(START);
        assertThat(proof.disproved(START + 2 * PATIENCE)).isFalse();
        proof.failed(unwritten);
        proof.written(unwritten);
        assertThat(proof.disproved(START + 2 * PATIENCE)).isFalse();
    }

    @Test
    void reconnectInvalidatesEarlierCanaries() {
        long before = proof.sent(START);
        proof.back(proof.sent(START));
        proof.restart();
        assertThat(proof.holds(START + 1)).isFalse();
        proof.back(before);
        assertThat(proof.holds(START + 1)).isFalse();
        assertThat(proof.disproved(START + 2 * PATIENCE)).isFalse();
        proof.back(proof.sent(START + 2));
        assertThat(proof.holds(START + 3)).isTrue();
    }
}
