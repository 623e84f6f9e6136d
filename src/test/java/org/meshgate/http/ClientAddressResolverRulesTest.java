package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshgate.config.ServerConfig.ForwardedHeader;
import org.meshgate.config.converter.CidrRange;
import org.meshgate.testing.Tries;
import org.meshgate.testing.Values;

/** What holds of addresses and networks, whatever a header says. */
class ClientAddressResolverRulesTest {

    private static final String PROXY = "10.0.0.1";

    private final ClientAddressResolver trusting = with(ForwardedHeader.X_FORWARDED_FOR);
    private final ClientAddressResolver standard = with(ForwardedHeader.FORWARDED);

    /**
     * A client behind a proxy.
     *
     * @param address that the proxy saw
     * @param forged what the client wrote into the header
     */
    private record Visit(String address, String forged) {}

    private static Visit visit(Values values) {
        String address = "203.0." + values.number(0, 255) + "." + values.number(0, 255);
        return new Visit(address, values.yes() ? values.text(80) : "10.0.0.2, for=10.0.0.3, 198.51.100.7");
    }

    @Test
    void clientsCannotSpoofTheirAddress() {
        Tries.forAll(ClientAddressResolverRulesTest::visit, visit -> {
            assertThat(text(trusting, visit.address(), visit.forged())).isEqualTo(visit.address());
            assertThat(text(standard, visit.address(), visit.forged())).isEqualTo(visit.address());
            assertThat(text(trusting, PROXY, visit.forged() + ", " + visit.address()))
                    .isEqualTo(visit.address());
            assertThat(text(trusting, PROXY, visit.forged(), visit.address() + ", 10.9.9.9"))
                    .isEqualTo(visit.address());
            assertThat(text(standard, PROXY, visit.forged() + ",for=" + visit.address()))
                    .isEqualTo(visit.address());
        });
    }

    @Test
    void anyForwardedHeaderIsReadOrEndsAtTheProxy() {
        Tries.forAll(values -> values.text(200), header -> {
            for (ClientAddressResolver addresses : List.of(trusting, standard)) {
                ClientAddress client = addresses.find(PROXY, () -> List.of(header));
                assertThat(client.text()).matches("[0-9a-f:.]+");
                assertThat(addresses.find(header, List::of).text()).matches("[0-9a-f:.]+|-");
            }
        });
        assertThat(text(trusting, PROXY, ",".repeat(1_000_000))).isEqualTo(PROXY);
        assertThat(text(standard, PROXY, "for=" + ";".repeat(1_000_000))).isEqualTo(PROXY);
    }

    @Test
    void ipv6AddressesShareTheir64BitNetwork() {
        Tries.forAll(
                values -> {
                    byte[] pair = values.bytes(32);
                    pair[0] = 0x20; // neither IPv4 in IPv6 nor anybody's own network
                    System.arraycopy(pair, 0, pair, 16, values.yes() ? 8 : 7);
                    return HexFormat.of().formatHex(pair);
                },
                pair -> {
                    byte[] both = HexFormat.of().parseHex(pair);
                    byte[] one = Arrays.copyOf(both, 16);
                    byte[] other = Arrays.copyOfRange(both, 16, 32);
                    boolean together = Arrays.equals(one, 0, 8, other, 0, 8);
                    assertThat(ClientAddress.of(one)
                                    .network()
                                    .equals(ClientAddress.of(other).network()))
                            .isEqualTo(together);
                    assertThat(ClientAddress.bytes(ClientAddress.of(one).text()))
                            .hasValueSatisfying(read -> assertThat(read).isEqualTo(one));
                });
        Tries.forAll(
                values -> values.number(0, 255) + "." + values.number(0, 255) + ".0." + values.number(0, 255),
                address -> assertThat(text(trusting, "::ffff:" + address)).isEqualTo(address));
    }

    private record Range(String address, String other, int bits) {}

    @Test
    void networkContainsAddressesWithItsPrefix() {
        Tries.forAll(
                values -> {
                    byte[] address = values.bytes(values.yes() ? 4 : 16);
                    address[0] |= 1;
                    byte[] other = address.clone();
                    other[values.number(0, address.length - 1)] ^= (byte) (1 << values.number(0, 7));
                    return new Range(host(address), host(other), values.number(0, address.length * 8));
                },
                range -> {
                    CidrRange cidrRange = CidrRange.parse(range.address() + "/" + range.bits())
                            .orElseThrow();
                    byte[] address = ClientAddress.bytes(range.address()).orElseThrow();
                    byte[] other = ClientAddress.bytes(range.other()).orElseThrow();
                    int rest = address.length * 8 - range.bits();
                    boolean inside = new BigInteger(1, address)
                            .shiftRight(rest)
                            .equals(new BigInteger(1, other).shiftRight(rest));
                    assertThat(cidrRange.contains(address)).isTrue();
                    assertThat(cidrRange.contains(other)).isEqualTo(inside);
                });
        Tries.forAll(values -> values.text(40), text -> {
            if (CidrRange.parse(text).isPresent()) {
                assertThat(text.strip()).matches("[0-9a-fA-F:./]+");
            }
        });
    }

    private static String host(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(ClientAddressResolver addresses, String peer, String... header) {
        return addresses.find(peer, () -> List.of(header)).text();
    }

    private static ClientAddressResolver with(ForwardedHeader header) {
        return new ClientAddressResolver(List.of(CidrRange.parse("10.0.0.0/8").orElseThrow()), header);
    }
}
