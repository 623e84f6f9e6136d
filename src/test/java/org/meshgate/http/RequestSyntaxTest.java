package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/**
 * Request lines, fields and chunks that a proxy in front may read in another way (RFC 9112 sections 2.2, 5, 6 and 7.1). Each
 * is followed by a second request on the same connection, which must not be answered: to a proxy it may have been the rest of
 * the first, and its answer would go to another client.
 */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RequestSyntaxTest {

    private static final String BODY = "{\"username\":\"nobody\",\"password\":\"x\"}";
    private static final String SIZE = Integer.toHexString(BODY.length());
    private static final String LOGIN =
            "POST " + Api.USERS + "/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String GET = "GET /health HTTP/1.1\r\nHost: x\r\n";
    private static final String SECOND = "GET /health HTTP/1.1\r\nHost: second\r\nConnection: close\r\n\r\n";

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    @TestHTTPResource("/")
    URI server;

    /** LENGTH stands for a right Content-Length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5|Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked|Content-Length: 5",
                "Transfer-Encoding: chunked|LENGTH",
                "LENGTH|LENGTH",
                "LENGTH|Content-Length: 5",
                "Content-Length: 5, 5",
                "Content-Length: +5",
                "Content-Length: -1",
                "Content-Length: 0x1f",
                "Content-Length: 1 2",
                "Content-Length: ",
                "Content-Length : 5",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked|Transfer-Encoding: identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: ",
                "LENGTH|Host: y",
                "LENGTH|X-A: b\rX-B: c",
                "LENGTH|X-A: b\u0000c",
                "LENGTH|X-A: b\nX-B: c",
                "LENGTH|no colon"
            })
    void rejectsAmbiguousLengthsAndInvalidFields(String fields) throws IOException {
        // Given
        String head =
                fields.replace("LENGTH", "Content-Length: " + BODY.length()).replace("|", "\r\n");
        // When
        Exchange exchange = exchange(LOGIN + head + "\r\n\r\n" + SIZE + "\r\n" + BODY + "\r\n0\r\n\r\n" + SECOND);
        // Then
        assertThat(exchange.statuses()).containsExactly("400");
        assertThat(exchange.closed()).isTrue();
    }

    /** Where a body has begun, there is no answer that could not be taken for that of the next request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIZE;a=\"\r\nBODY\r\n0\r\n\r\n",
                "1;a=\"\r\nX\r\n0\r\n\r\n",
                "SIZE;a\nb\r\nBODY\r\n0\r\n\r\n",
                "SIZE;a\rb\r\nBODY\r\n0\r\n\r\n",
                "SIZE;a=b\nBODY\r\n0\r\n\r\n",
                "SIZE\nBODY\r\n0\r\n\r\n",
                "SIZE\r\nBODY\n0\r\n\r\n",
                "SIZE\r\nBODYXX\r\n0\r\n\r\n",
                "0xSIZE\r\nBODY\r\n0\r\n\r\n",
                "-1\r\nBODY\r\n0\r\n\r\n",
                "ffffffffffffffffff\r\nBODY\r\n0\r\n\r\n",
                "\r\nBODY\r\n0\r\n\r\n"
            })
    void rejectsAmbiguousChunks(String chunks) throws IOException {
        // When
        Exchange exchange = exchange(LOGIN + "Transfer-Encoding: chunked\r\n\r\n"
                + chunks.replace("SIZE", SIZE).replace("BODY", BODY) + SECOND);
        // Then
        assertThat(exchange.statuses()).isSubsetOf("400");
        assertThat(exchange.closed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE;a=b", "SIZE;a=\"b\"", "SIZE;a;b=c", "00SIZE"})
    void chunkExtensionsAreIgnored(String size) throws IOException {
        Exchange exchange = exchange(LOGIN + "Transfer-Encoding: Chunked\r\n\r\n" + size.replace("SIZE", SIZE) + "\r\n"
                + BODY + "\r\n0\r\n\r\n" + SECOND);
        assertThat(exchange.statuses()).containsExactly("401", "200");
    }

    /** RFC 9112 section 5.2: a folded field is one field, whoever reads it. */
    @Test
    void readsFoldedHeaderAsOne() throws IOException {
        Exchange exchange = exchange(LOGIN + "X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: " + BODY.length()
                + "\r\n\r\n" + BODY + SECOND);
        assertThat(exchange.statuses()).containsExactly("401", "200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health\r\n",
                "GET /health HTTP/1.2\r\nHost: x\r\n",
                "GET /health HTTP/2.0\r\nHost: x\r\n",
                "GET /health x HTTP/1.1\r\nHost: x\r\n",
                "GET /health\rX HTTP/1.1\r\nHost: x\r\n",
                "GET /health HTTP/1.1\nHost: x\n\n",
                "GET /health HTTP/1.1\r\n Host: x\r\n"
            })
    void rejectsAmbiguousRequestLine(String head) throws IOException {
        Exchange exchange = exchange(head + "\r\n" + SECOND);
        assertThat(exchange.statuses()).isSubsetOf("400");
        assertThat(exchange.closed()).isTrue();
    }

    @Test
    void unreadBodyIsNotTakenForARequest() throws IOException {
        String inner = "GET /nope HTTP/1.1\r\nHost: x\r\n\r\n";
        Exchange exchange = exchange(GET + "Content-Length: " + inner.length() + "\r\n\r\n" + inner + SECOND);
        assertThat(exchange.statuses()).containsExactly("200", "200");
    }

    private record Exchange(String answer, boolean closed) {
        List<String> statuses() {
            return STATUS.matcher(answer).results().map(found -> found.group(1)).toList();
        }
    }

    /** What the server answers until it closes; silence for some seconds is no close. */
    private Exchange exchange(String bytes) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            boolean closed = true;
            try {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                InputStream in = socket.getInputStream();
                in.transferTo(answer);
            } catch (java.net.SocketTimeoutException e) {
                closed = false;
            } catch (IOException e) {
                // reset: closed before everything was read
            }
            return new Exchange(answer.toString(StandardCharsets.ISO_8859_1), closed);
        }
    }
}
