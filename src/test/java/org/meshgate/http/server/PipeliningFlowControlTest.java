package org.meshgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipelined requests to a plain server of Vert.x. */
class PipeliningFlowControlTest {

    private static final int LARGE = 256 * 1024;
    private static final Pattern NUMBER = Pattern.compile("number: (\\d+)\r\n");

    private final Vertx vertx = Vertx.vertx();
    private final UnreadResponses unread = new UnreadResponses(Long.MAX_VALUE);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong uploaded = new AtomicLong();
    private volatile HttpServerRequest held;
    private HttpServer server;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    open.incrementAndGet();
                    connection.closeHandler(closed -> open.decrementAndGet());
                })
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        unread.control(request.connection());
        begun.incrementAndGet();
        request.response().putHeader("number", request.getHeader("number"));
        switch (request.path()) {
            case "/large" -> request.response().end("x".repeat(LARGE));
            case "/later" -> vertx.setTimer(1, late -> request.response().end("later"));
            case "/body" -> request.body().onSuccess(body -> request.response().end(body));
            case "/hold" -> {
                request.pause();
                request.handler(chunk -> uploaded.addAndGet(chunk.length()));
                request.endHandler(end -> request.response().end("held"));
                held = request;
            }
            case "/endless" -> request.response().setChunked(true).write("begin");
            default -> request.response().end("at once");
        }
    }

    @Test
    void responsesKeepTheOrderOfRequests() throws IOException {
        // Given requests that are answered at once, later, with much, and after a body, in one piece
        int count = 2000;
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String more = i == count - 1 ? "Connection: close\r\n" : "";
            requests.append(
                    switch (i % 20) {
                        case 1 -> request("GET", "/large", i, more);
                        case 2, 3 -> request("GET", "/later", i, more);
                        case 4 -> request("POST", "/body", i, "Content-Length: 1000\r\n" + more) + "b".repeat(1000);
                        default -> request("GET", "/", i, more);
                    });
        }
        try (Socket socket = connect()) {
            CompletableFuture.runAsync(() -> send(socket, requests.toString()));
            // When
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            // Then
            assertThat(NUMBER.matcher(answers).results().map(match -> Integer.valueOf(match.group(1))))
                    .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
            assertThat(answers.length()).isGreaterThan(count / 20 * (LARGE + 1000));
        }
    }

    @Test
    void stopsRespondingToAClientThatDoesNotRead() throws IOException {
        try (Socket socket = connect()) {
            // Given
            send(socket, request("GET", "/large", 0, "").repeat(1000));
            // When its buffers are full
            await().until(() -> unread.bytes() > 0);
            // Then there is one answer beyond the buffer, and none for most of the requests
            assertThat(unread.bytes()).isLessThan(2L * LARGE);
            assertThat(begun.get()).isLessThan(200);
            // And it is let go
            await().atMost(Duration.ofSeconds(60)).until(() -> open.get() == 0);
            assertThat(unread.bytes()).isZero();
            assertThat(begun.get()).isLessThan(200);
        }
    }

    @Test
    void resumesWhenTheClientReads() throws IOException {
        try (Socket socket = connect()) {
            send(socket, request("GET", "/large", 0, "").repeat(99) + request("GET", "/", 99, "Connection: close\r\n"));
            await().until(() -> unread.bytes() > 0);
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(NUMBER.matcher(answers).results().count()).isEqualTo(100);
            await().until(() -> unread.bytes() == 0);
        }
    }

    @Test
    void respondsToNothingBehindAnEndlessResponse() throws IOException {
        try (Socket socket = connect()) {
            send(
                    socket,
                    request("GET", "/endless", 0, "")
                            + request("GET", "/", 1, "").repeat(100));
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            await().during(Duration.ofMillis(300)).until(() -> begun.get() == 1);
        }
    }

    /** Vert.x pauses the connection for it; what waits behind must not resume it. */
    @Test
    void appliesBackPressureToUnreadBodies() throws IOException {
        int length = 64 * 1024 * 1024;
        try (Socket socket = connect()) {
            // Given a body behind other requests, which the server does not take yet
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                send(
                        socket,
                        request("GET", "/later", 0, "").repeat(3)
                                + request(
                                        "POST", "/hold", 1, "Content-Length: " + length + "\r\nConnection: close\r\n"));
                String piece = "b".repeat(64 * 1024);
                for (; sent.get() < length; sent.addAndGet(piece.length())) {
                    send(socket, piece);
                }
            });
            await().until(() -> held != null);
            AtomicLong before = new AtomicLong(-1);
            await().during(Duration.ofMillis(500)).until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(length / 2);
            assertThat(uploaded.get()).isZero();
            // When it does
            held.resume();
            // Then all of it arrives
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answers).endsWith("held");
            assertThat(uploaded.get()).isEqualTo(length);
            sending.join();
        }
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", server.actualPort());
    }

    private static String request(String method, String path, int number, String more) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nnumber: " + number + "\r\n" + more + "\r\n";
    }

    private static void send(Socket socket, String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
