package org.meshgate.http.server;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Without TLS the service speaks HTTP/1.1 alone. {@code Upgrade: h2c} is obsolete (RFC 9113 section 3.1), and through a
 * proxy that forwards it a client gets a connection which that proxy no longer reads: its rules, and the addresses that it
 * vouches for, can then be passed by. Over TLS, HTTP/2 is negotiated as ever.
 */
@Singleton
final class Http2UpgradeFilter implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
