package org.meshgate.config.converter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a server.
 *
 * @param host a name or an address; one of IPv6 has no brackets
 */
public record ServerAddress(String host, int port) {

    /** The default port of sentinels. */
    public static final int SENTINEL_PORT = 26379;

    private static final Pattern FORM = Pattern.compile("(\\[([0-9A-Fa-f:.]+)]|[^\\[\\]:/@\\s]+)(?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65535;

    /** Reads {@code host}, {@code host:port} or {@code [IPv6]:port}; empty for any other text. */
    public static Optional<ServerAddress> parse(String text, int otherwise) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(2) == null ? parts.group(1) : parts.group(2);
        int port = parts.group(3) == null ? otherwise : Integer.parseInt(parts.group(3));
        return port < 1 || port > MAX_PORT ? Optional.empty() : Optional.of(new ServerAddress(host, port));
    }

    /** The address as part of a URL. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
