package org.meshgate.config.converter;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation, such as {@code 10.0.0.0/8}; a single address is a range of one. Names are
 * not looked up. An IPv4 address that is written as IPv6 ({@code ::ffff:10.0.0.1}) is the IPv4 address.
 */
public final class CidrRange {

    private static final int MAPPED_PREFIX = 96;
    private static final int IPV6_BYTES = 16;

    /** Some programs read a number of IPv4 that begins with 0 as octal. */
    private static final Pattern OCTAL = Pattern.compile("(?:^|\\.)0\\d");

    private final byte[] address;
    private final int bits;

    private CidrRange(byte[] address, int bits) {
        this.address = masked(address, bits);
        this.bits = bits;
    }

    /**
     * The range of all addresses with the same first bits.
     *
     * @param address four or sixteen bytes, unmapped
     * @param bits at most the number of bits of the address
     */
    public static CidrRange of(byte[] address, int bits) {
        return new CidrRange(address, bits);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
            masked[i] = (byte) (address[i] & (0xff << (Byte.SIZE - kept)));
        }
        return masked;
    }

    /** Reads {@code address} or {@code address/bits}; empty for any other text. */
    public static Optional<CidrRange> parse(String text) {
        String[] parts = text.strip().split("/", -1);
        byte[] written = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (written == null || parts.length > 2 || parts[0].contains("%") || parts[0].startsWith("[")) {
            return Optional.empty();
        }
        if (parts[0].contains(".")
                && OCTAL.matcher(parts[0].substring(parts[0].lastIndexOf(':') + 1))
                        .find()) {
            return Optional.empty();
        }
        byte[] address = unmapped(written);
        int length = address.length * Byte.SIZE;
        if (parts.length == 1) {
            return Optional.of(new CidrRange(address, length));
        }
        if (!parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(parts[1]) - (address.length == written.length ? 0 : MAPPED_PREFIX);
        return bits < 0 || bits > length ? Optional.empty() : Optional.of(new CidrRange(address, bits));
    }

    /**
     * The four bytes of an IPv4 address that is written as IPv6 (RFC 4291 section 2.5.5.2), any other address
     * unchanged.
     */
    public static byte[] unmapped(byte[] address) {
        boolean mapped = address.length == IPV6_BYTES && address[10] == -1 && address[11] == -1;
        for (int i = 0; mapped && i < 10; i++) {
            mapped = address[i] == 0;
        }
        return mapped ? Arrays.copyOfRange(address, 12, IPV6_BYTES) : address;
    }

    /** Whether the range contains an unmapped address. */
    public boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (Arrays.mismatch(address, 0, whole, other, 0, whole) >= 0) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }

    /** Whether the range is one address. */
    public boolean isSingleAddress() {
        return bits == address.length * Byte.SIZE;
    }

    /** Whether the range contains all addresses of the other one. */
    public boolean contains(CidrRange other) {
        return bits <= other.bits && contains(other.address);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CidrRange range && bits == range.bits && Arrays.equals(address, range.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    /** The first address, and the number of bits unless the range is a single address. */
    @Override
    public String toString() {
        String first = NetUtil.bytesToIpAddress(address);
        return isSingleAddress() ? first : first + "/" + bits;
    }
}
