package org.meshgate.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which slot the keys of a prefix have; the numbers are those of {@code CLUSTER KEYSLOT}. */
class KeySlotTest {

    @ParameterizedTest
    @CsvSource({"{3daigc}:, 5458", "{123456789}, 12739", "a{3daigc}b{c}:, 5458", "{{3daigc}:, 6684", "{ü}, 9552"})
    void prefixWithAHashTagHasOneSlot(String prefix, int slot) {
        assertThat(KeySlot.ofAll(prefix)).hasValue(slot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3daigc:", "{}3daigc:", "{}{3daigc}:", "{3daigc:", "}3daigc{", "3daigc}:"})
    void prefixWithoutAHashTagHasNone(String prefix) {
        assertThat(KeySlot.ofAll(prefix)).isEqualTo(Optional.empty());
    }

    @Test
    void absentKeyHasThePrefix() {
        assertThat(KeySlot.absentKey("{3daigc}:")).isEqualTo("{3daigc}:absent");
    }
}
