package org.meshgate.webhooks.network;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.runtime.vertx.EventLoops;
import org.meshgate.webhooks.network.SendResult.Failed;
import org.meshgate.webhooks.network.SendResult.FailureKind;

/**
 * Sends requests to endpoints. The host is resolved and checked for each request, and the connection goes to an address
 * that passed; {@code Host}, SNI and the check of the certificate keep the name. Redirects and proxies are not used.
 *
 * <p>Connections are kept for a few seconds and used again only for the same host at the same address, after this address
 * has passed the check for the new request: reuse spares handshakes and decides nothing.
 */
@ApplicationScoped
public class WebhookSender {

    /** From the call to the last byte of the answer. */
    public static final Duration DEADLINE = Duration.ofSeconds(15);

    /** How many requests may be open at a time; another one fails with {@link FailureKind#BUSY}. */
    public static final int MAX_REQUESTS = 1_024;

    private static final int MAX_HEADERS = 16 * 1024;

    /** Shorter than servers keep idle connections (commonly 5 s and more), so that none closes under a request. */
    private static final int KEEP_SECONDS = 4;

    private static final int CONNECT_MILLIS = 10_000;
    private static final int HANDSHAKE_SECONDS = 10;

    private final Vertx vertx;
    private final SsrfGuard guard;
    private final AddressResolver resolver;
    private final Clock clock;
    private final Duration deadline;
    private final HttpClient client;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean stopped;

    @Inject
    WebhookSender(Vertx vertx, SsrfGuard guard, AddressResolver resolver, Clock clock, MeshgateConfig config) {
        this(vertx, guard, resolver, clock, DEADLINE, options(config.webhooks().caFile()));
    }

    WebhookSender(
            Vertx vertx,
            SsrfGuard guard,
            AddressResolver resolver,
            Clock clock,
            Duration deadline,
            HttpClientOptions options) {
        this.vertx = vertx;
        this.guard = guard;
        this.resolver = resolver;
        this.clock = clock;
        this.deadline = deadline;
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(MAX_REQUESTS))
                .withConnectHandler(connection -> {
                    connections.incrementAndGet();
                    // Without a handler Vert.x logs each failure, with what the server sent.
                    connection.exceptionHandler(failure -> connection.close());
                    connection.closeHandler(closed -> connections.decrementAndGet());
                })
                .build();
    }

    static HttpClientOptions options(Optional<String> caFile) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_SECONDS)
                .setMaxHeaderSize(MAX_HEADERS)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        caFile.map(Path::of).map(WebhookAuthorities::with).ifPresent(options::setTrustOptions);
        return options;
    }

    /**
     * Sends one POST request. Never fails: what goes wrong is a result. A cancellation closes the connection.
     *
     * @param headers besides {@code Host} and {@code Content-Length}
     */
    public Uni<SendResult> send(WebhookUrl url, Map<String, String> headers, Buffer body) {
        return Uni.createFrom().emitter(emitter -> {
            if (stopped) {
                emitter.complete(new Failed(FailureKind.STOPPED, "the server stops"));
                return;
            }
            if (open.incrementAndGet() > MAX_REQUESTS) {
                open.decrementAndGet();
                emitter.complete(new Failed(FailureKind.BUSY, "too many requests are open"));
                return;
            }
            Exchange exchange =
                    new Exchange(this, EventLoops.any(vertx), new Exchange.Request(url, headers, body), result -> {
                        open.decrementAndGet();
                        emitter.complete(result);
                    });
            emitter.onTermination(exchange::cancel);
            exchange.start();
        });
    }

    /** Resolves a host, unless it is an address. */
    Uni<List<InetAddress>> resolve(WebhookUrl url) {
        return url.literalAddress()
                .map(address -> Uni.createFrom().item(List.of(address)))
                .orElseGet(() -> resolver.resolve(url.host()));
    }

    Vertx vertx() {
        return vertx;
    }

    SsrfGuard guard() {
        return guard;
    }

    HttpClient client() {
        return client;
    }

    Clock clock() {
        return clock;
    }

    Duration deadline() {
        return deadline;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether a connection may stay open behind its request. */
    boolean keepsConnection() {
        return !stopped && connections.get() <= MAX_REQUESTS;
    }

    /** Makes the client at the start, where a wrong file of authorities is seen. */
    void start(@Observes StartupEvent event) {}

    /** From now on nothing is sent. Requests that are open end as they would, as long as the program waits for them. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopped = true;
    }

    void close(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        stopped = true;
        client.close();
    }
}
