package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshgate.webhooks.network.SsrfGuard.Verdict;

/** Random addresses of every refused network in every notation; the seed is fixed, so that a failure comes again. */
class AddressNotationsTest {

    private static final int ROUNDS = 400;
    private static final SsrfGuard GUARD = new SsrfGuard(false, List.of());
    private static final WebhookUrl NAMED = new WebhookUrl(true, "hooks.example", 443, "/");

    private final Random random = new Random(20);

    /** First address and number of fixed bits. */
    record Network(int first, int bits) {}

    static Stream<Network> refusedNetworks() {
        return Stream.of(
                new Network(0x00000000, 8),
                new Network(0x0a000000, 8),
                new Network(0x64400000, 10),
                new Network(0x7f000000, 8),
                new Network(0xa9fe0000, 16),
                new Network(0xac100000, 12),
                new Network(0xc0000000, 24),
                new Network(0xc0000200, 24),
                new Network(0xc0586300, 24),
                new Network(0xc0a80000, 16),
                new Network(0xc6120000, 15),
                new Network(0xc6336400, 24),
                new Network(0xcb007100, 24),
                new Network(0xe0000000, 4),
                new Network(0xf0000000, 4),
                new Network(0xa83f8110, 32));
    }

    @ParameterizedTest
    @MethodSource("refusedNetworks")
    void noAddressOfARefusedNetworkPassesInAnyNotation(Network network) throws UnknownHostException {
        for (int round = 0; round < ROUNDS; round++) {
            int address = network.first() | (network.bits() == 32 ? 0 : random.nextInt() >>> network.bits());
            for (String host : notations(address)) {
                assertThat(GUARD.check("https://" + host + "/")).as(host).isInstanceOf(Verdict.Refused.class);
            }
            for (InetAddress resolved : forms(address)) {
                List<InetAddress> answer = new ArrayList<>(publicOnes(random.nextInt(4)));
                answer.add(resolved);
                Collections.shuffle(answer, random);
                assertThat(GUARD.check(NAMED, answer)).as("%s", answer).isInstanceOf(Verdict.Refused.class);
            }
        }
    }

    @Test
    void everyPublicAddressPasses() throws UnknownHostException {
        for (int round = 0; round < ROUNDS; round++) {
            List<InetAddress> answer = publicOnes(1 + random.nextInt(3));

            assertThat(GUARD.check(NAMED, answer)).isEqualTo(new Verdict.Allowed<>(answer));
        }
    }

    @Test
    void randomHostsNeverLeadInside() throws UnknownHostException {
        List<String> pieces = List.of(
                "0",
                "1",
                "127",
                "169.254",
                "10",
                "0x7f",
                "0177",
                ".",
                ".",
                ".",
                ":",
                "::",
                "ffff",
                "fe80",
                "[",
                "]",
                "%",
                "a",
                "x",
                "-",
                "2606",
                "64:ff9b",
                "localhost",
                "\u3002",
                "\\",
                "@");
        int literals = 0;
        for (int round = 0; round < 100_000; round++) {
            String host = IntStream.rangeClosed(0, random.nextInt(8))
                    .mapToObj(piece -> pieces.get(random.nextInt(pieces.size())))
                    .reduce("", String::concat);
            if (GUARD.check("https://" + (random.nextBoolean() ? host : "[" + host + "]") + "/")
                            instanceof Verdict.Allowed<WebhookUrl> allowed
                    && allowed.value().literalAddress().isPresent()) {
                literals++;
                InetAddress address = InetAddress.getByName(allowed.value().host());
                assertThat(address)
                        .as(host)
                        .matches(it -> !it.isLoopbackAddress()
                                && !it.isAnyLocalAddress()
                                && !it.isLinkLocalAddress()
                                && !it.isSiteLocalAddress()
                                && !it.isMulticastAddress());
            }
        }
        assertThat(literals).isPositive();
    }

    /** How a program may write an address of IPv4, most of which the resolver of the system understands. */
    private static List<String> notations(int address) {
        List<String> all = new ArrayList<>();
        for (String format : List.of("%d", "0%o", "0x%x", "0X%08X", "000%o")) {
            int[] parts = bytes(address);
            all.add(format.formatted(Integer.toUnsignedLong(address)));
            all.add((format + "." + format).formatted(parts[0], address & 0xffffff));
            all.add((format + "." + format + "." + format).formatted(parts[0], parts[1], address & 0xffff));
            all.add((format + "." + format + "." + format + "." + format)
                    .formatted(parts[0], parts[1], parts[2], parts[3]));
        }
        List<String> dotted = List.copyOf(all);
        dotted.forEach(text -> all.add(text + "."));
        int high = address >>> 16;
        int low = address & 0xffff;
        String quad = "%d.%d.%d.%d".formatted((Object[]) boxed(address));
        for (String format : List.of(
                "[::%x:%x]",
                "[::ffff:%x:%x]",
                "[0:0:0:0:0:ffff:%x:%x]",
                "[::ffff:0:%x:%x]",
                "[64:ff9b::%x:%x]",
                "[64:ff9b:1::%x:%x]",
                "[2002:%x:%x::1]",
                "[2001:0:%x:%x::1]",
                "[2606:4700::5efe:%x:%x]",
                "[fe80::%x:%x%%25eth0]")) {
            all.add(format.formatted(high, low));
            all.add(format.formatted(high, low).toUpperCase(Locale.ROOT));
        }
        all.addAll(List.of("[::" + quad + "]", "[::ffff:" + quad + "]", "[64:ff9b::" + quad + "]", "[" + quad + "]"));
        all.add("user@" + quad);
        all.add(quad + "%00.hooks.example");
        return all;
    }

    /** The forms in which a resolver may give an address. */
    private static List<InetAddress> forms(int address) throws UnknownHostException {
        int high = address >>> 16;
        int low = address & 0xffff;
        List<InetAddress> all = new ArrayList<>();
        all.add(InetAddress.getByAddress(raw(address)));
        all.add(InetAddress.getByAddress("hooks.example", raw(address)));
        for (String format : List.of(
                "::%x:%x",
                "::ffff:%x:%x",
                "64:ff9b::%x:%x",
                "64:ff9b:1::%x:%x",
                "2002:%x:%x::1",
                "2001:0:%x:%x::1",
                "2606:4700::5efe:%x:%x",
                "2606:4700::200:5efe:%x:%x")) {
            all.add(InetAddress.getByName(format.formatted(high, low)));
        }
        return all;
    }

    private List<InetAddress> publicOnes(int number) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            byte[] ipv6 = new byte[16];
            random.nextBytes(ipv6);
            ipv6[0] = 0x26;
            ipv6[8] = 1;
            all.add(InetAddress.getByAddress(
                    random.nextBoolean() ? raw(0x08000000 | random.nextInt() >>> 8) : ipv6)); // 8.0.0.0/8
        }
        return all;
    }

    private static byte[] raw(int address) {
        int[] parts = bytes(address);
        return new byte[] {(byte) parts[0], (byte) parts[1], (byte) parts[2], (byte) parts[3]};
    }

    private static int[] bytes(int address) {
        return new int[] {address >>> 24, address >>> 16 & 0xff, address >>> 8 & 0xff, address & 0xff};
    }

    private static Integer[] boxed(int address) {
        return IntStream.of(bytes(address)).boxed().toArray(Integer[]::new);
    }
}
