package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Metrics;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;

/** A secret that a client puts in the wrong place of a request, and everything that the server writes about the request. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class SecretsInRequestsTest {

    /** Where {@code %s} is the secret. The last header is the token of the caller. */
    private static final List<String> REQUESTS = List.of(
            "DELETE /api/v1/users/admin/invites/%s HTTP/1.1\r\nHost: x\r\n",
            "DELETE /api/v1/users/tokens/%s HTTP/1.1\r\nHost: x\r\n",
            "GET /api/v1/users/admin/users/%s HTTP/1.1\r\nHost: x\r\n",
            "GET /api/v1/system/jobs/%s/events HTTP/1.1\r\nHost: x\r\n",
            "GET /api/v1/file-upload/metadata/%s HTTP/1.1\r\nHost: x\r\n",
            "GET /%s HTTP/1.1\r\nHost: x\r\n",
            "GET /a;%s HTTP/1.1\r\nHost: x\r\n",
            "GET /docs/%s HTTP/1.1\r\nHost: x\r\n",
            "GET /nowhere?token=%s HTTP/1.1\r\nHost: x\r\n",
            "GET http://%s/nowhere HTTP/1.1\r\nHost: x\r\n",
            "%s /api/v1/users/me HTTP/1.1\r\nHost: x\r\n",
            "GET /%s HTTP/7.1\r\nHost: x\r\n",
            "GET /nowhere HTTP/1.1\r\nHost: %s\r\n",
            "GET /nowhere HTTP/1.1\r\nHost: x\r\nReferer: https://x/?%s\r\n",
            "GET /nowhere HTTP/1.1\r\nHost: x\r\nUser-Agent: %s\r\n",
            "GET /nowhere HTTP/1.1\r\nHost: x\r\nX-Request-Id: %s\r\n",
            "GET /nowhere HTTP/1.1\r\nHost: x\r\nOrigin: https://%s\r\n",
            "GET /nowhere HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\n",
            "POST /api/v1/users/login HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Type: %s\r\n",
            "GET /api/v1/users/me HTTP/1.1\r\nHost: x\r\nAccept: %s\r\n",
            "GET /api/v1/users/me HTTP/1.1\r\nHost: x\r\n%s: x\r\n");

    private static final String CODE = "p3i_SecretOfAnInvitation9876";
    private static final String OLD_TOKEN = "SecretOfAnOldTokenSecretOfAnOldTokenSecret9";

    @TestHTTPResource
    URI server;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Level level = Logger.getLogger("meshgate.access").getLevel();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void readLogs() {
        Logger.getLogger("meshgate.access").setLevel(Level.INFO);
        Logger.getLogger("meshgate.access").addHandler(handler);
        Logger.getLogger("meshgate.audit").addHandler(handler);
    }

    @AfterEach
    void closeLogs() {
        Logger.getLogger("meshgate.access").setLevel(level);
        Logger.getLogger("meshgate.access").removeHandler(handler);
        Logger.getLogger("meshgate.audit").removeHandler(handler);
    }

    @Test
    void aSecretInAnyPlaceOfARequestIsWrittenNowhere() throws IOException {
        // Given
        Account admin = accounts.createAdmin();
        String token = accounts.createAdmin().token();
        List<String> secrets = List.of(token, CODE, OLD_TOKEN, encoded(token), encoded(CODE), encoded(OLD_TOKEN));
        List<String> answers = new ArrayList<>();
        // When
        for (String secret : secrets) {
            for (String request : REQUESTS) {
                answers.add(send(request.replace("%s", secret) + "Authorization: Bearer " + admin.token() + "\r\n"));
                answers.add(send(request.replace("%s", secret)));
            }
        }
        send("GET /the-last-one HTTP/1.1\r\nHost: x\r\n");
        // Then
        await().until(() -> lines.stream().anyMatch(line -> line.contains("GET /the-last-one 404")));
        String audit = redis.send(Command.XRANGE, "3daigc:audit", "-", "+").toString();
        for (String secret : List.of(token, CODE, OLD_TOKEN)) {
            String part = secret.substring(4, 20);
            assertThat(lines).noneMatch(line -> shows(line, part));
            assertThat(answers).noneMatch(answer -> shows(answer, part));
            assertThat(new Metrics(metrics).text()).doesNotContain(part);
            assertThat(audit).doesNotContain(part);
        }
        assertThat(lines).anyMatch(line -> line.contains("DELETE /api/v1/users/admin/invites/[hidden] "));
        assertThat(lines).anyMatch(line -> line.contains(" OTHER /api/v1/users/me "));
        assertThat(answers)
                .anyMatch(answer -> answer.contains("\"instance\":\"/api/v1/users/admin/invites/[hidden]\""));
    }

    @Test
    void aLeaseInAQueryIsWrittenNowhere() throws IOException {
        // Given
        String lease = "1-5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0";
        String token = Workers.create(accounts.createAdmin()).token();
        // When
        List<String> answers = List.of(
                send("GET /api/v1/worker/jobs/a-job/inputs/image_path?lease=" + lease
                        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n"),
                send("PUT /api/v1/worker/jobs/a-job/files/a.glb?lease=" + lease
                        + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nAuthorization: Bearer " + token + "\r\n"),
                send("GET /api/v1/worker/jobs/a-job/inputs/image_path?lease=" + lease + " HTTP/1.1\r\nHost: x\r\n"));
        send("GET /the-last-one HTTP/1.1\r\nHost: x\r\n");
        // Then
        await().until(() -> lines.stream().anyMatch(line -> line.contains("GET /the-last-one 404")));
        assertThat(lines).anyMatch(line -> line.contains("GET /api/v1/worker/jobs/a-job/inputs/image_path 409"));
        assertThat(lines).noneMatch(line -> line.contains("c0ffee5ec2e7"));
        assertThat(answers)
                .anyMatch(answer -> answer.contains("LEASE_LOST"))
                .noneMatch(answer -> answer.contains("c0ffee5ec2e7"));
        assertThat(redis.audit()).doesNotContain("c0ffee5ec2e7");
    }

    private static boolean shows(String text, String part) {
        return SecretRedactor.decode(text).toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** With every third character as an escape, which a route decodes. */
    private static String encoded(String secret) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            encoded.append(i % 3 == 0 ? String.format("%%%02x", (int) c) : String.valueOf(c));
        }
        return encoded.toString();
    }

    private String send(String head) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
