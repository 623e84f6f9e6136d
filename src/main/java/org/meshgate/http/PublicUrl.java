package org.meshgate.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.config.MeshgateConfig;

/** The URL at which clients reach this server, for URLs in responses. */
@ApplicationScoped
public class PublicUrl {

    private static final String HERE = "localhost";
    private static final String HTTPS = "https://";

    /** A page of the console that takes a one-time code. */
    public enum ConsolePage {
        /** Registers an account with the code of an invitation. */
        REGISTER("register"),
        /** Sets a new password. */
        RESET("reset");

        private final String name;

        ConsolePage(String name) {
            this.name = name;
        }

        /** The path of the page with a code in the fragment, which a browser sends to no server. */
        public String path(String code) {
            return "/console/#/" + name + "?code=" + code;
        }
    }

    private final Optional<String> configured;
    private final Optional<RequestHost> secureHost;

    PublicUrl(MeshgateConfig config) {
        this.configured = config.server().publicUrl().map(url -> url.strip().replaceAll("/+$", ""));
        this.secureHost = configured
                .filter(url -> url.startsWith(HTTPS))
                .flatMap(url -> RequestHost.of(url.substring(HTTPS.length()).replaceFirst("/.*", "")));
    }

    /**
     * The base of a URL, without a slash at its end: {@code server.public_url}, else the scheme and host of the
     * request, else (the host is missing or malformed) the address at which it arrived. Forwarding headers are
     * ignored: any client can send them.
     */
    public String base(RoutingContext context) {
        return configured.orElseGet(() -> {
            HttpServerRequest request = context.request();
            return (request.isSSL() ? "https://" : "http://")
                    + RequestHost.of(request).map(RequestHost::text).orElseGet(() -> local(request.localAddress()));
        });
    }

    /** The URL of a page of the console that takes a one-time code. */
    public String consoleLink(RoutingContext context, ConsolePage page, String code) {
        return base(context) + page.path(code);
    }

    /**
     * Whether the client reaches this server over HTTPS, as far as that is known: the request arrived over TLS, or
     * {@code server.public_url} says so of its host.
     */
    public boolean isSecure(HttpServerRequest request) {
        return request.isSSL() || secureHost.isPresent() && secureHost.equals(RequestHost.of(request));
    }

    /** The value of {@code server.public_url}, without a slash at its end. */
    public Optional<String> configured() {
        return configured;
    }

    private static String local(SocketAddress address) {
        if (address == null || address.hostAddress() == null) {
            return HERE;
        }
        String host = address.hostAddress().replaceFirst("%.*", "");
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
    }
}
