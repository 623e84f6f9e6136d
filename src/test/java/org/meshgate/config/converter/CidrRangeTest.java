package org.meshgate.config.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 203.0.113.9, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:0db8::/33, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.0/104, 10.200.0.1, true",
        "10.0.0.0/8, ::ffff:10.0.0.1, true"
    })
    void containsItsAddresses(String network, String address, boolean inside) {
        byte[] bytes = CidrRange.unmapped(NetUtil.createByteArrayFromIpAddressString(address));
        assertThat(CidrRange.parse(network).orElseThrow().contains(bytes)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "proxy.example",
                "10.0.0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "::/129",
                "10.0.0.0/eight",
                "::ffff:10.0.0.0/8",
                "[::1]",
                "fe80::1%eth0",
                "256.0.0.1",
                "010.0.0.1",
                "10.0.0.01/32",
                "::ffff:10.0.00.1"
            })
    void rejectsInvalidNetwork(String text) {
        assertThat(CidrRange.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8",
        "192.168.7.255/22, 192.168.4.0/22",
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1/32, 127.0.0.1",
        "0.0.0.0/0, 0.0.0.0/0",
        "2001:0DB8:0:0::1/33, 2001:db8::/33",
        "::1/128, ::1",
        "::ffff:10.1.2.3/104, 10.0.0.0/8"
    })
    void isWrittenWithItsFirstAddress(String text, String written) {
        CidrRange range = CidrRange.parse(text).orElseThrow();
        assertThat(range)
                .hasToString(written)
                .isEqualTo(CidrRange.parse(written).orElseThrow());
        assertThat(range).hasSameHashCodeAs(CidrRange.parse(written).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8, true",
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.0.0.0/8, 0.0.0.0/0, false",
        "10.0.0.0/8, 11.0.0.0/8, false",
        "0.0.0.0/0, ::/0, false",
        "::/0, 2001:db8::1, true"
    })
    void containsRangesWithinIt(String outer, String inner, boolean contains) {
        assertThat(CidrRange.parse(outer)
                        .orElseThrow()
                        .contains(CidrRange.parse(inner).orElseThrow()))
                .isEqualTo(contains);
    }

    @Test
    void ignoresSurroundingSpaces() {
        assertThat(CidrRange.parse(" 10.0.0.0/8 ")).isPresent();
    }
}
