package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.config.ServerConfig.ForwardedHeader;
import org.meshgate.config.converter.CidrRange;

/** Who writes a header is not believed; who is trusted is, as far as they wrote it. */
class ClientAddressResolverTest {

    private static final String PROXY = "10.0.0.1";

    private final ClientAddressResolver trusting = with(ForwardedHeader.X_FORWARDED_FOR, "10.0.0.0/8", "fd00::/8");
    private final ClientAddressResolver standard = with(ForwardedHeader.FORWARDED, "10.0.0.0/8");

    @Test
    void ignoresForwardedHeaderOfUntrustedClients() {
        assertThat(text(trusting, "203.0.113.9", "192.0.2.1")).isEqualTo("203.0.113.9");
        assertThat(text(with(ForwardedHeader.X_FORWARDED_FOR), "127.0.0.1", "192.0.2.1"))
                .as("nobody is trusted unless told")
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    192.0.2.1                            | 192.0.2.1
                    192.0.2.1, 10.0.0.2                  | 192.0.2.1
                    6.6.6.6, 192.0.2.1                   | 192.0.2.1
                    6.6.6.6, 192.0.2.1, 10.0.0.2         | 192.0.2.1
                    10.0.0.9, 192.0.2.1                  | 192.0.2.1
                    10.0.0.3, 10.0.0.2                   | 10.0.0.3
                    192.0.2.1:4711                       | 192.0.2.1
                    2001:db8::7                          | 2001:db8::7
                    [2001:db8::7]:4711                   | 2001:db8::7
                    ::ffff:192.0.2.1                     | 192.0.2.1
                    ::ffff:10.0.0.2                      | 10.0.0.2
                    192.0.2.1, fd00::2                   | 192.0.2.1
                    unknown                              | 10.0.0.1
                    192.0.2.1, unknown                   | 10.0.0.1
                    192.0.2.1, unknown, 10.0.0.2         | 10.0.0.2
                    192.0.2.1,                           | 10.0.0.1
                    ,                                    | 10.0.0.1
                    some.name.example                    | 10.0.0.1
                    999.1.1.1                            | 10.0.0.1
                    """)
    void readsForwardedHeaderFromTheRight(String header, String client) {
        assertThat(text(trusting, PROXY, header)).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(text(trusting, PROXY, "6.6.6.6", "192.0.2.1", "10.0.0.2")).isEqualTo("192.0.2.1");
        assertThat(text(trusting, PROXY)).as("no header").isEqualTo(PROXY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    for=192.0.2.1                                | 192.0.2.1
                    For="192.0.2.1:80";proto=https;by=10.0.0.1   | 192.0.2.1
                    proto=http; for="[2001:db8::7]:4711"         | 2001:db8::7
                    for=6.6.6.6, for=192.0.2.1, for=10.0.0.2     | 192.0.2.1
                    for="6.6.6.6, for=192.0.2.1                  | 192.0.2.1
                    for=_hidden                                  | 10.0.0.1
                    for=unknown, for=10.0.0.2                    | 10.0.0.2
                    proto=https                                  | 10.0.0.1
                    """)
    void readsTheStandardForwardedHeader(String header, String client) {
        assertThat(text(standard, PROXY, header)).isEqualTo(client);
    }

    @Test
    void boundsTheChainOfCauses() {
        String[] hops = Stream.generate(() -> "10.0.0.2").limit(1000).toArray(String[]::new);
        hops[0] = "192.0.2.1";
        assertThat(text(trusting, PROXY, hops)).isEqualTo("10.0.0.2");
    }

    @Test
    void keysByAddressOrIpv6Network() {
        assertThat(network("192.0.2.1")).isEqualTo("192.0.2.1").isEqualTo(network("::ffff:192.0.2.1"));
        assertThat(network("192.0.2.2")).isNotEqualTo(network("192.0.2.1"));
        assertThat(network("2001:db8:1:2::1"))
                .isEqualTo("20010db800010002/64")
                .isEqualTo(network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertThat(network("2001:db8:1:3::1")).isNotEqualTo(network("2001:db8:1:2::1"));
        assertThat(network("fe80::1%eth0")).isEqualTo(network("fe80::2"));
    }

    private String network(String peer) {
        return trusting.find(peer, List::of).network();
    }

    private static String text(ClientAddressResolver addresses, String peer, String... header) {
        return addresses.find(peer, () -> List.of(header)).text();
    }

    private static ClientAddressResolver with(ForwardedHeader header, String... trusted) {
        return new ClientAddressResolver(
                Arrays.stream(trusted)
                        .map(network -> CidrRange.parse(network).orElseThrow())
                        .toList(),
                header);
    }
}
