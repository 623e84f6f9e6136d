package org.meshgate.webhooks.network;

import io.netty.util.NetUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.converter.CidrRange;

/**
 * Decides which URLs and addresses deliveries may reach (server-side request forgery, CWE-918): addresses that anyone can
 * reach, and those of {@code webhooks.allowed_networks}. A URL is checked when an endpoint is registered and again at each
 * attempt, and then every address of its name: one that is refused refuses all, since a resolver may answer in any order.
 */
@ApplicationScoped
public class SsrfGuard {

    /** How long a URL may be. */
    public static final int MAX_LENGTH = 2_048;

    private static final String HTTPS_ONLY = "must begin with https:// (webhooks.allow_http allows http://)";

    /** Also said of a name without an address, so that no owner learns which names the network of the server has. */
    static final String HIDDEN_ADDRESS = "must be at an address that is public, or in webhooks.allowed_networks";

    private static final Pattern CHARACTERS = Pattern.compile("[!-~]*");
    private static final Pattern URL = Pattern.compile("(?i:(https?))://([^/?#]*)([^#]*)(#.*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:@]+)(:[1-9]\\d{0,4})?");
    private static final Pattern TARGET =
            Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*+)?(\\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*+)?");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    /** A host whose last label is a number is an address to the system's resolver (URL Standard, "ends in a number"). */
    private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");

    private static final int MAX_PORT = 65_535;
    private static final Set<Integer> HTTPS_PORTS = Set.of(443, 8443);
    private static final Set<Integer> HTTP_PORTS = Set.of(80, 8080);

    /** The networks of IPv4 that are not for everybody (IANA, special-purpose addresses; RFC 6890), besides multicast. */
    private static final List<CidrRange> SPECIAL_IPV4 = ranges(
            "0.0.0.0/8", // "this" network, the unspecified address
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    /** All of IPv6 that is allocated for the public; within it: */
    private static final CidrRange PUBLIC_IPV6 = range("2000::/3");

    private static final List<CidrRange> SPECIAL_IPV6 = ranges(
            "2001::/23", // protocol assignments, Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    /** Where clouds tell a machine its credentials: to be allowed one by one only, not as part of a larger network. */
    private static final List<CidrRange> METADATA = ranges(
            "169.254.169.254",
            "169.254.170.2",
            "169.254.170.23",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "fd00:ec2::254",
            "fd00:ec2::23",
            "fd20:ce::254");

    private static final CidrRange NAT64 = range("64:ff9b::/96");
    private static final CidrRange LOCAL_NAT64 = range("64:ff9b:1::/48");
    private static final CidrRange COMPATIBLE = range("::/96");
    private static final CidrRange UNSPECIFIED_AND_LOOPBACK = range("::/104");
    private static final CidrRange SIX_TO_FOUR = range("2002::/16");
    private static final CidrRange TEREDO = range("2001::/32");

    private final boolean httpAllowed;
    private final List<CidrRange> allowed;

    @Inject
    SsrfGuard(MeshgateConfig config) {
        this(config.webhooks().allowHttp(), config.webhooks().allowedNetworks().orElse(List.of()));
    }

    /** A guard of its own settings. */
    SsrfGuard(boolean httpAllowed, List<String> allowedNetworks) {
        this.httpAllowed = httpAllowed;
        this.allowed = allowedNetworks.stream()
                .flatMap(network -> CidrRange.parse(network).stream())
                .toList();
    }

    /** Whether something may be reached. */
    public sealed interface Verdict<T> {

        /** It may. */
        record Allowed<T>(T value) implements Verdict<T> {}

        /**
         * It may not.
         *
         * @param reason what the URL must be; it never names an address
         */
        record Refused<T>(String reason) implements Verdict<T> {}
    }

    /** Reads the URL of an endpoint. The addresses of a name are not looked up. */
    public Verdict<WebhookUrl> check(String text) {
        if (text.length() > MAX_LENGTH) {
            return refused("must have at most " + MAX_LENGTH + " characters");
        }
        if (!CHARACTERS.matcher(text).matches()) {
            return refused("must have no blanks, control characters or letters outside of ASCII: write international"
                    + " names as xn--… and anything else percent-encoded");
        }
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return refused("must be a URL such as https://hooks.example/meshgate");
        }
        boolean secure = url.group(1).equalsIgnoreCase("https");
        if (!secure && !httpAllowed) {
            return refused(HTTPS_ONLY);
        }
        if (url.group(4) != null) {
            return refused("must have no fragment");
        }
        if (url.group(2).contains("@")) {
            return refused("must have no user or password");
        }
        if (!TARGET.matcher(url.group(3)).matches()
                || BROKEN_ESCAPE.matcher(url.group(3)).find()) {
            return refused("has a path or a query with a character that must be percent-encoded");
        }
        return checkAuthority(secure, url.group(2).toLowerCase(Locale.ROOT), url.group(3));
    }

    private Verdict<WebhookUrl> checkAuthority(boolean secure, String authority, String target) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return refused("must have a host, and behind it at most a port");
        }
        Optional<String> host = host(parts.group(1));
        if (host.isEmpty()) {
            return refused("must have a host name, or an address in its usual form, without a dot at the end");
        }
        int port = parts.group(2) == null
                ? (secure ? 443 : 80)
                : Integer.parseInt(parts.group(2).substring(1));
        boolean usual = (secure ? HTTPS_PORTS : HTTP_PORTS).contains(port);
        if (port > MAX_PORT || !usual && allowed.isEmpty()) {
            return refused(portRule(secure));
        }
        String path = target.startsWith("/") ? target : "/" + target;
        WebhookUrl url = new WebhookUrl(secure, host.get(), port, path);
        Optional<Verdict<List<InetAddress>>> literal =
                url.literalAddress().map(address -> check(url, List.of(address)));
        return literal.isPresent() && literal.get() instanceof Verdict.Refused<List<InetAddress>> no
                ? refused(no.reason())
                : new Verdict.Allowed<>(url);
    }

    /** The host without brackets; empty when it is neither a name nor an address in its usual form. */
    private static Optional<String> host(String text) {
        if (text.startsWith("[")) {
            String inner = text.substring(1, text.length() - 1);
            byte[] address = NetUtil.createByteArrayFromIpAddressString(inner);
            // An IPv4 address in it would be four bytes behind the parser: to be written as such.
            return address == null || address.length == Integer.BYTES || CidrRange.unmapped(address) != address
                    ? Optional.empty()
                    : Optional.of(NetUtil.toAddressString(nameless(address)));
        }
        if (NUMERIC_END.matcher(text).matches()) {
            return IPV4.matcher(text).matches() && NetUtil.isValidIpV4Address(text)
                    ? Optional.of(text)
                    : Optional.empty();
        }
        return NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /**
     * Checks the addresses to which a host was resolved just now. Connect to no other ones.
     *
     * @return the addresses, with nothing in them that would be resolved again
     */
    public Verdict<List<InetAddress>> check(WebhookUrl url, List<InetAddress> addresses) {
        if (!url.secure() && !httpAllowed) {
            return refused(HTTPS_ONLY);
        }
        boolean usualPort = (url.secure() ? HTTPS_PORTS : HTTP_PORTS).contains(url.port());
        List<InetAddress> checked = new ArrayList<>();
        for (InetAddress address : addresses) {
            byte[] bytes = CidrRange.unmapped(address.getAddress());
            if (!isAllowed(bytes) && !isPublic(bytes)) {
                return refused(HIDDEN_ADDRESS);
            }
            if (!usualPort && !isAllowed(bytes)) {
                return refused(portRule(url.secure()));
            }
            checked.add(nameless(bytes));
        }
        return checked.isEmpty() ? refused(HIDDEN_ADDRESS) : new Verdict.Allowed<>(List.copyOf(checked));
    }

    /** Whether a setting names the address, and an IPv4 address in it may be reached as well. */
    private boolean isAllowed(byte[] address) {
        boolean exactly = isIn(METADATA, address);
        return allowed.stream().anyMatch(range -> range.contains(address) && (range.isSingleAddress() || !exactly))
                && carried(address).allMatch(inner -> isPublic(inner) || isAllowed(inner));
    }

    private static boolean isPublic(byte[] address) {
        if (isIn(METADATA, address)) {
            return false;
        }
        return address.length == Integer.BYTES
                ? !isIn(SPECIAL_IPV4, address)
                : PUBLIC_IPV6.contains(address) && !isIn(SPECIAL_IPV6, address) && !isIsatap(address);
    }

    /** The IPv4 addresses to which an address of IPv6 leads through a translator or a tunnel. */
    private static Stream<byte[]> carried(byte[] address) {
        if (SIX_TO_FOUR.contains(address)) {
            return Stream.of(Arrays.copyOfRange(address, 2, 6));
        }
        if (TEREDO.contains(address)) {
            return Stream.of(Arrays.copyOfRange(address, 4, 8), inverted(last(address)));
        }
        boolean compatible = COMPATIBLE.contains(address) && !UNSPECIFIED_AND_LOOPBACK.contains(address);
        return compatible || NAT64.contains(address) || LOCAL_NAT64.contains(address) || isIsatap(address)
                ? Stream.of(last(address))
                : Stream.empty();
    }

    /** The tunnel of RFC 5214: {@code 0000:5efe} or {@code 0200:5efe}, and the address of IPv4. */
    private static boolean isIsatap(byte[] address) {
        return address.length > Integer.BYTES
                && (address[8] & ~2) == 0
                && address[9] == 0
                && address[10] == 0x5e
                && address[11] == (byte) 0xfe;
    }

    private static byte[] last(byte[] address) {
        return Arrays.copyOfRange(address, address.length - Integer.BYTES, address.length);
    }

    private static byte[] inverted(byte[] address) {
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) ~address[i];
        }
        return address;
    }

    private static boolean isIn(List<CidrRange> ranges, byte[] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<CidrRange> ranges(String... texts) {
        return Stream.of(texts).map(SsrfGuard::range).toList();
    }

    private static CidrRange range(String text) {
        return CidrRange.parse(text).orElseThrow();
    }

    /** The address without a name and without a zone. */
    private static InetAddress nameless(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String portRule(boolean secure) {
        return secure ? "must have port 443 or 8443" : "must have port 80 or 8080";
    }

    private static <T> Verdict<T> refused(String reason) {
        return new Verdict.Refused<>(reason);
    }
}
