package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Metrics;
import org.meshgate.testing.RedisResource;

/** Whatever clients make up, the metrics have the same few labels. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class MetricLabelsTest {

    private static final Pattern LABEL = Pattern.compile("(?:uri|method)=\"([^\"]*)\"");

    /** Where a made-up part may stand; the head may be broken as well. */
    private static final List<String> ODD_REQUESTS = List.of(
            "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /api/v1/users/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
            "GET /api/v1/system/jobs/%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /docs/%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /q/%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "%s /api/v1/users/me HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "%s / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "OPTIONS /%s HTTP/1.1\r\nHost: localhost\r\nOrigin: https://x.example\r\n"
                    + "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: a\r\n\r\n",
            "POST /%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999999\r\n\r\n",
            "GET /%s/%%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /%s HTTP/1.1\r\nHost: localhost\r\nb\u0000d: x\r\n\r\n",
            "GET /%s HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET http://elsewhere.example/%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /%s HTTP/7.1\r\nHost: localhost\r\n\r\n");

    @TestHTTPResource(value = "/metrics", management = true)
    URI endpoint;

    @TestHTTPResource
    URI server;

    @Test
    void unknownPathsAndMethodsAreNoMetricTags() throws IOException {
        // Given what one request of each kind leaves behind
        Metrics metrics = new Metrics(endpoint);
        for (String request : ODD_REQUESTS) {
            send(String.format(request, "FIRST"));
        }
        Set<String> before = labels(metrics);
        // When fifty more come, none like another
        for (int i = 0; i < 50; i++) {
            send(String.format(ODD_REQUESTS.get(i % ODD_REQUESTS.size()), madeUp()));
        }
        // Then
        assertThat(labels(metrics)).isEqualTo(before);
        assertThat(before).contains("/UNMATCHED", "GET", "OTHER");
        assertThat(before).noneMatch(label -> label.contains("FIRST"));
    }

    private static Set<String> labels(Metrics metrics) {
        Set<String> labels = new TreeSet<>();
        LABEL.matcher(metrics.text()).results().forEach(label -> labels.add(label.group(1)));
        return labels;
    }

    private static String madeUp() {
        return "ODD"
                + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36)
                        .toUpperCase();
    }

    /** Waits for the end of the answer, which is counted then. */
    private void send(String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(request.replaceFirst("\r\n", "\r\nConnection: close\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        }
    }
}
