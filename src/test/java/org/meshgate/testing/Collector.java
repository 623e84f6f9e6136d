package org.meshgate.testing;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes what is exported as OTLP over HTTP, and keeps all bytes of it. */
public class Collector implements QuarkusTestResourceLifecycleManager {

    private final ByteArrayOutputStream exported = new ByteArrayOutputStream();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", exchange -> {
            synchronized (exported) {
                exported.writeBytes(exchange.getRequestBody().readAllBytes());
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return Map.of(
                "meshgate.tracing.endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Everything that came so far; texts in protobuf stand there as they are. */
    public String exported() {
        synchronized (exported) {
            return exported.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(Collector.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
