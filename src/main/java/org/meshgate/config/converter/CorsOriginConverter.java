package org.meshgate.config.converter;

import io.netty.util.NetUtil;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Normalizes a web origin to the form that browsers send (URL Standard, "host serializing" and "origin"): scheme and
 * host in lower case, international names in ASCII, no default port. What no browser ever sends is refused, because it
 * would match nothing.
 */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public final class CorsOriginConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    /** Every origin, without credentials. */
    public static final String ANY = "*";

    /** No origin. */
    public static final String NONE = "none";

    private static final String RULE =
            "must be *, none, or origins such as https://studio.example, without a path or a slash at the end";
    private static final String NO_HOST = "has an origin whose host is neither a host name nor an address";

    private static final Pattern ORIGIN = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#@\\s,\\\\]+)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:]+)(?::(\\d{0,5}))?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?");
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443, "ws", 80, "wss", 443);
    private static final Set<String> WEB_SCHEMES = Set.of("http", "https");
    private static final int MAX_PORT = 65_535;

    /** Called by SmallRye Config. */
    public CorsOriginConverter() {}

    @Override
    public String convert(String value) {
        if (value.equals(ANY) || value.equals(NONE)) {
            return value;
        }
        if (value.equalsIgnoreCase("null")) {
            throw wrong("cannot name the origin null, which every sandboxed page and every file has: use * for all");
        }
        if (value.contains(ANY)) {
            throw wrong(
                    "cannot have an origin with a wildcard in it: name each origin in full, or use * alone for all");
        }
        Matcher origin = ORIGIN.matcher(value);
        if (!origin.matches()) {
            throw wrong(RULE);
        }
        String scheme = origin.group(1).toLowerCase(Locale.ROOT);
        // Those of desktop programs, such as tauri://localhost, have no host in the sense of the web.
        return WEB_SCHEMES.contains(scheme)
                ? scheme + "://" + authority(scheme, origin.group(2))
                : scheme + "://" + origin.group(2);
    }

    private static String authority(String scheme, String text) {
        Matcher parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            throw wrong(NO_HOST);
        }
        String host = parts.group(1).startsWith("[") ? ipv6(parts.group(1)) : name(parts.group(1));
        if (parts.group(2) == null || parts.group(2).isEmpty()) {
            return host;
        }
        int port = Integer.parseInt(parts.group(2));
        if (port > MAX_PORT) {
            throw wrong("has an origin with a port above " + MAX_PORT);
        }
        return port == DEFAULT_PORTS.get(scheme) ? host : host + ":" + port;
    }

    private static String name(String text) {
        String host = ascii(text).toLowerCase(Locale.ROOT);
        boolean numeric = NUMERIC_END.matcher(host).matches();
        if (!HOST.matcher(host).matches() || numeric && !isIpv4(host)) {
            throw wrong(NO_HOST);
        }
        return host;
    }

    private static String ascii(String text) {
        try {
            return IDN.toASCII(text);
        } catch (IllegalArgumentException e) {
            throw wrong(NO_HOST);
        }
    }

    private static boolean isIpv4(String host) {
        return IPV4.matcher(host).matches() && NetUtil.isValidIpV4Address(host);
    }

    private static String ipv6(String text) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(text.substring(1, text.length() - 1));
        try {
            if (address != null && address.length > Integer.BYTES) {
                return "[" + NetUtil.toAddressString(InetAddress.getByAddress(address)) + "]";
            }
        } catch (UnknownHostException e) {
            // reported below
        }
        throw wrong(NO_HOST);
    }

    private static IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(rule);
    }
}
