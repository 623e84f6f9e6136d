package org.meshgate.http.server;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Refuses HTTP/2 without TLS. {@code Upgrade: h2c} is obsolete (RFC 9113 section 3.1): through a proxy that forwards
 * it, a client gets a connection that the proxy no longer inspects, and bypasses the proxy's rules and forwarding
 * headers. Over TLS, HTTP/2 is negotiated as usual.
 */
@Singleton
final class Http2UpgradeFilter implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
