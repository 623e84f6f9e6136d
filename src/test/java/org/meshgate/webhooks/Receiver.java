package org.meshgate.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** A receiver of deliveries on this machine, which answers as a test says and keeps what it got. */
public final class Receiver implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpServer server;
    private final String origin;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private volatile Map<String, String> headers = Map.of();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** A request as it arrived; names of headers are in lower case. */
    public record Request(String path, Map<String, String> headers, String body) {

        public String id() {
            return headers.get("webhook-id");
        }

        public JsonPath json() {
            return JsonPath.from(body);
        }
    }

    /** One by HTTP. */
    public Receiver() {
        this(HttpServer::create, "http://127.0.0.1:");
    }

    /** One by HTTPS, at {@code localhost}, with the certificate of a context. */
    public Receiver(SSLContext context) {
        this(
                (address, backlog) -> {
                    HttpsServer secure = HttpsServer.create(address, backlog);
                    secure.setHttpsConfigurator(new HttpsConfigurator(context));
                    return secure;
                },
                "https://localhost:");
    }

    private interface Opening {
        HttpServer at(InetSocketAddress address, int backlog) throws IOException;
    }

    private Receiver(Opening opening, String origin) {
        try {
            server = opening.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.origin = origin + server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> received = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            header -> header.getKey().toLowerCase(Locale.ROOT),
                            header -> String.join(",", header.getValue())));
            requests.add(new Request(exchange.getRequestURI().toString(), received, body));
            try {
                gate.await();
            } catch (InterruptedException e) {
                return; // the test is over
            }
            headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** The URL to register. */
    public String url() {
        return url("/hook");
    }

    public String url(String path) {
        return origin + path;
    }

    /** Answers all requests from now on with this status. */
    public Receiver answer(int code) {
        return answer(code, Map.of());
    }

    public Receiver answer(int code, Map<String, String> more) {
        status = code;
        headers = more;
        return this;
    }

    /** Answers no request from now on, until {@link #resume}. */
    public void hang() {
        gate = new CountDownLatch(1);
    }

    /** Answers again, also the requests that arrived meanwhile. */
    public void resume() {
        gate.countDown();
    }

    /** What arrived so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Waits until so many requests have arrived, and returns them. */
    public List<Request> await(int count) {
        Awaitility.await().atMost(LIMIT).until(() -> requests.size() >= count);
        return requests();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
