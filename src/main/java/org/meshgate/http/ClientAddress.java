package org.meshgate.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.converter.CidrRange;

/**
 * The address of a client.
 *
 * @param text the address in its usual spelling, for logs
 * @param network what limits count by: an IPv4 address, or the first 64 bits of an IPv6 address, because a client with
 *     one address of such a network can use all of them
 */
public record ClientAddress(String text, String network) {

    /** The address of a request whose connection is closed. */
    static final ClientAddress UNKNOWN = new ClientAddress("-", "-");

    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;

    /** Parses an address into four or sixteen bytes; empty when the text is no address. Names are not looked up. */
    static Optional<byte[]> bytes(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(text))
                        .map(CidrRange::unmapped);
    }

    /** Creates an address from four or sixteen bytes. */
    static ClientAddress of(byte[] address) {
        String text = text(address);
        return new ClientAddress(
                text,
                address.length == IPV4_BYTES
                        ? text
                        : HexFormat.of().formatHex(address, 0, NETWORK_BYTES) + "/" + NETWORK_BYTES * Byte.SIZE);
    }

    /** Whether one of the ranges contains the address; false when it is unknown. */
    public boolean isIn(List<CidrRange> ranges) {
        Optional<byte[]> address = bytes(text);
        return address.isPresent() && ranges.stream().anyMatch(range -> range.contains(address.get()));
    }

    /** The address; empty when it is unknown. */
    public Optional<String> whole() {
        return equals(UNKNOWN) ? Optional.empty() : Optional.of(text);
    }

    /**
     * The network of the address, in CIDR notation; empty when it is unknown.
     *
     * @param ipv4Bits length of the prefix of an IPv4 address
     * @param ipv6Bits length of the prefix of an IPv6 address
     */
    public Optional<String> network(int ipv4Bits, int ipv6Bits) {
        return bytes(text).map(address -> CidrRange.of(address, address.length == IPV4_BYTES ? ipv4Bits : ipv6Bits)
                .toString());
    }

    private static String text(byte[] address) {
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has four or sixteen bytes", e);
        }
    }
}
