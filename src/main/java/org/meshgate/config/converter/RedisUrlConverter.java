package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Checks the URL of Redis and says what is wrong with it, without quoting it, because it can hold a password. A plus
 * sign in user or password means itself (RFC 3986); since the client library reads it as a blank, it comes out
 * percent-encoded.
 */
@RegisterForReflection // SmallRye Config instantiates converters of list items by reflection
public final class RedisUrlConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final String RULE =
            "must be a URL such as redis://localhost:6379 or rediss://user:password@host:6380/0";
    private static final String ENCODING =
            "has a character in user or password that a URL cannot hold as it is: write it"
                    + " percent-encoded, @ as %40, / as %2F, ? as %3F, # as %23, % as %25, a blank as %20";
    private static final int MAX_PORT = 65_535;

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(?:(.*)@)?([^@]*)", Pattern.DOTALL);
    private static final Pattern SERVER =
            Pattern.compile("(\\[[0-9A-Fa-f:.]*]|[^\\[\\]:/?#]*)(?::([^:/?#]*))?(/[^?#]*)?([?#].*)?", Pattern.DOTALL);

    /** RFC 3986 section 3.2.1; letters of other scripts are taken as well. */
    private static final Pattern USER_INFO =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2}|[^\\x00-\\xa0])*");

    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,4}");

    /** Called by SmallRye Config. */
    public RedisUrlConverter() {}

    @Override
    public String convert(String value) {
        Matcher url = URL.matcher(value);
        if (!url.matches()) {
            throw wrong(RULE);
        }
        requireScheme(url.group(1));
        String userInfo = url.group(2) == null ? "" : url.group(2);
        if (!USER_INFO.matcher(userInfo).matches()) {
            throw wrong(ENCODING);
        }
        Matcher server = SERVER.matcher(url.group(3));
        if (!server.matches()) {
            throw wrong(RULE);
        }
        requireServer(server);
        String canonical =
                url.group(1) + "://" + (url.group(2) == null ? "" : userInfo.replace("+", "%2B") + "@") + url.group(3);
        requireReadable(canonical);
        return canonical;
    }

    private static void requireScheme(String scheme) {
        switch (scheme) {
            case "redis", "rediss" -> {}
            case "valkey", "valkeys" ->
                throw wrong("must begin with redis://, or with rediss:// for TLS, for a Valkey server as well");
            case "unix", "redis+unix", "redis-socket" ->
                throw wrong("must name a host: sockets of Unix are not supported, use redis://localhost:6379");
            case "redis-sentinel", "redis+sentinel" ->
                throw wrong("must begin with redis://; the sentinels belong into redis.sentinels");
            default -> {
                if (scheme.toLowerCase(Locale.ROOT).matches("rediss?")) {
                    throw wrong("must begin with redis:// or rediss:// in small letters");
                }
                throw wrong(RULE + ": it must begin with redis://, or with rediss:// for TLS");
            }
        }
    }

    private static void requireServer(Matcher server) {
        String host = server.group(1);
        if (server.group(4) != null) {
            throw wrong("must end behind host, port and database: it has a ? or a #. In user or password write ? as %3F"
                    + " and # as %23");
        }
        if (host.isEmpty()) {
            throw wrong(RULE + ": it has no host");
        }
        if (host.contains("_")) {
            throw wrong(
                    "names a host with an underscore, which a host name cannot have (RFC 1123): give the server another"
                            + " name, or use its address");
        }
        String port = server.group(2);
        if (port != null && (!port.matches("\\d{1,5}") || !isPort(Integer.parseInt(port)))) {
            throw wrong("must have a port from 1 to " + MAX_PORT + ", such as redis://localhost:6379");
        }
        if (server.group(3) != null && !DATABASE.matcher(server.group(3)).matches()) {
            throw wrong(RULE + ": behind host and port only the number of a database may follow, such as /0");
        }
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= MAX_PORT;
    }

    /** The client library reads it with this class. */
    private static void requireReadable(String url) {
        try {
            if (new URI(url).getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw wrong("names a host that is neither a host name nor an address");
    }

    private static IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(rule);
    }
}
