package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.config.converter.CidrRange;

class ClientAddressTest {

    private static final List<CidrRange> EVERYTHING = List.of(
            CidrRange.parse("0.0.0.0/0").orElseThrow(), CidrRange.parse("::/0").orElseThrow());

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 198.51.100.0/24",
        "::ffff:198.51.100.7, 198.51.100.0/24",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1::/48",
        "::1, ::/48"
    })
    void isShortenedToItsNetwork(String text, String network) {
        ClientAddress address = ClientAddress.of(ClientAddress.bytes(text).orElseThrow());
        assertThat(address.network(24, 48)).contains(network);
        assertThat(address.whole()).contains(text.replace("::ffff:", ""));
        assertThat(address.isIn(EVERYTHING)).isTrue();
        assertThat(address.isIn(List.of())).isFalse();
    }

    @Test
    void anUnknownAddressIsInNoNetwork() {
        assertThat(ClientAddress.UNKNOWN.network(24, 48)).isEmpty();
        assertThat(ClientAddress.UNKNOWN.whole()).isEmpty();
        assertThat(ClientAddress.UNKNOWN.isIn(EVERYTHING)).isFalse();
    }
}
