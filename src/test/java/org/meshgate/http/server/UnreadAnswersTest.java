package org.meshgate.http.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/** Clients that send many requests and do not read the answers. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UnreadAnswersTest {

    private static final String DOCUMENT = "/openapi.json";
    private static final Pattern ID = Pattern.compile("x-request-id: ([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);

    @Inject
    UnreadResponses unread;

    @TestHTTPResource("/")
    URI server;

    @Test
    void closesConnectionsWithUnreadResponses() throws IOException {
        // Given
        Account alice = Api.register();
        int document = given().get(DOCUMENT).asByteArray().length;
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(get(DOCUMENT).repeat(400).getBytes(StandardCharsets.US_ASCII));
            sockets.add(socket);
        }
        // When their buffers are full
        await().until(() -> unread.bytes() > 0);
        // Then others are served, and only what one connection may hold is kept for each
        as(alice).get(ME).then().statusCode(200).body("user.username", equalTo(alice.username()));
        assertThat(unread.bytes()).isLessThan(4L * (2 * document + 128 * 1024));
        // And the connections end without all of the answers
        await().atMost(Duration.ofSeconds(60)).until(() -> unread.bytes() == 0);
        for (Socket socket : sockets) {
            assertThat(readAll(socket.getInputStream())).isLessThan(400L * document);
            socket.close();
        }
    }

    @Test
    void respondsToPipelinedRequestsInOrder() throws IOException {
        // Given four hundred requests in one piece: small and large answers, routes that wait for Redis, and bodies
        Account alice = Api.register();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            String headers = "Host: localhost\r\nX-Request-Id: " + i + "\r\nAuthorization: Bearer " + alice.token()
                    + "\r\n" + (i == 399 ? "Connection: close\r\n" : "");
            requests.append(
                    switch (i % 4) {
                        case 0 -> "GET " + ME + " HTTP/1.1\r\n" + headers + "\r\n";
                        case 1 -> "GET " + DOCUMENT + " HTTP/1.1\r\n" + headers + "\r\n";
                        case 2 ->
                            "POST " + Api.TOKENS
                                    + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n" + headers
                                    + "\r\n{}";
                        default -> "GET /none HTTP/1.1\r\n" + headers + "\r\n";
                    });
        }
        try (Socket socket = connect()) {
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            // When
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            // Then
            assertThat(ID.matcher(answers).results().map(match -> Integer.valueOf(match.group(1))))
                    .containsExactlyElementsOf(IntStream.range(0, 400).boxed().toList());
            assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(201);
            assertThat(answers.split("HTTP/1.1 422 ", -1)).hasSize(101);
            assertThat(answers.split("HTTP/1.1 404 ", -1)).hasSize(101);
        }
    }

    /** Vert.x would read them all, and keep each until the one before is answered. */
    @Test
    void doesNotReadRequestsBehindAnEndlessResponse() throws IOException {
        // Given a listener
        Account alice = Api.register();
        String job = Jobs.submit(alice);
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()))) {
            channel.write(ascii("GET " + Jobs.job(job) + "/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + alice.token() + "\r\n\r\n"));
            ByteBuffer begin = ByteBuffer.allocate(12);
            channel.read(begin);
            assertThat(new String(begin.array(), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            // When it sends requests for as long as they are taken
            channel.configureBlocking(false);
            ByteBuffer requests = ascii(get(ME).repeat(1000));
            long limit = 64L * 1024 * 1024;
            long[] sent = {0};
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(30)).until(() -> {
                long before = sent[0];
                for (int written = 1; written > 0 && sent[0] < limit; sent[0] += written) {
                    if (!requests.hasRemaining()) {
                        requests.rewind();
                    }
                    written = channel.write(requests);
                }
                return sent[0] == before;
            });
            // Then that is what fits into the buffers of the system
            assertThat(sent[0]).isLessThan(limit);
        }
        as(alice).get(ME).then().statusCode(200);
    }

    private Socket connect() throws IOException {
        return new Socket(server.getHost(), server.getPort());
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** How many bytes come until the server ends the connection, in whatever way. */
    private static long readAll(InputStream in) throws IOException {
        byte[] buffer = new byte[65_536];
        long total = 0;
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
            }
        } catch (SocketException reset) {
            // as good as an end
        }
        return total;
    }
}
