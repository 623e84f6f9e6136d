package org.meshgate.worker.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountBoundedMapTest {

    private final AccountBoundedMap<Integer> map = new AccountBoundedMap<>(2, 3);

    @Test
    void theOldestOfTheSameAccountIsDropped() {
        assertThat(map.put("other", "o", 0)).isEmpty();
        assertThat(map.put("a", "a1", 1)).isEmpty();
        assertThat(map.put("a", "a2", 2)).isEmpty();
        assertThat(map.put("a", "a1", 3)).isEmpty();
        assertThat(map.put("a", "a3", 4)).contains("a2");
        assertThat(map.get("o")).contains(0);
        assertThat(map.get("a1")).contains(3);
        assertThat(map.get("a2")).isEmpty();
        assertThat(map.size()).isEqualTo(3);
    }

    @Test
    void theOldestOfAllIsDroppedWhenAllAccountsHaveTooMany() {
        map.put("a", "a1", 1);
        map.put("b", "b1", 2);
        map.put("c", "c1", 3);
        assertThat(map.put("d", "d1", 4)).contains("a1");
        assertThat(map.size()).isEqualTo(3);
    }

    @Test
    void aWorkerOfAnotherAccountCountsForThatOne() {
        map.put("a", "w", 1);
        map.put("b", "w", 2);
        assertThat(map.put("a", "a1", 3)).isEmpty();
        assertThat(map.put("a", "a2", 4)).isEmpty();
        assertThat(map.poll()).contains(2);
        assertThat(map.remove("a1")).contains(3);
        assertThat(map.size()).isEqualTo(1);
    }
}
