package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.webhooks.network.HostileServer.Script;
import org.meshgate.webhooks.network.SendResult.Answered;
import org.meshgate.webhooks.network.SendResult.Failed;
import org.meshgate.webhooks.network.SendResult.FailureKind;

/** Receivers that want to hold, fill or confuse the sender. After each of them its connection is closed. */
class HostileReceiversTest {

    private static final int MIB = 1024 * 1024;

    /** More than the buffers of the system between two sockets on loopback. */
    private static final long UNREAD = 64L * MIB;

    private final SenderFixture patient = SenderFixture.patient();
    private final SenderFixture impatient = SenderFixture.impatient();

    @AfterEach
    void close() {
        patient.close();
        impatient.close();
    }

    @Test
    void closesAtOnce() {
        assertThat(kind(patient, answer -> answer.close())).isEqualTo(FailureKind.CONNECTION);
    }

    @Test
    void closesInTheMiddleOfTheBody() {
        assertThat(kind(patient, answer -> {
                    answer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    answer.close();
                }))
                .isEqualTo(FailureKind.CONNECTION);
    }

    @Test
    void hangsBeforeTheAnswer() {
        assertThat(kind(impatient, answer -> {})).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void hangsInTheMiddleOfTheBody() {
        assertThat(kind(impatient, answer -> answer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")))
                .isEqualTo(FailureKind.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nX-Slow: ", // in the headers
                "HTTP/1.1 200 OK\r\n\r\n", // a body until the connection closes
                "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\n"
            })
    void dripsByteByByte(String beginning) {
        assertThat(kind(impatient, answer -> {
                    answer.write(beginning);
                    while (true) {
                        answer.write("a");
                        Thread.sleep(20); // the drip: nothing waits for it
                    }
                }))
                .isEqualTo(FailureKind.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40000000\r\n"
            })
    void answersAGigabyte(String beginning) {
        byte[] piece = new byte[MIB];
        try (HostileServer server = new HostileServer("127.0.0.1", answer -> {
            answer.write(beginning);
            for (int i = 0; i < 1024; i++) {
                answer.write(piece);
            }
        })) {
            // When
            SendResult result = patient.send("http://hooks.invalid:" + server.port());

            // Then: the status is known, and the rest was left unread
            assertThat(result).isEqualTo(new Answered(200, Optional.empty()));
            awaitClosed(server);
            assertThat(server.sent()).isLessThan(UNREAD);
        }
    }

    @Test
    void readsAnAnswerOfTheGreatestSizeAndKeepsTheConnection() {
        try (HostileServer server = HostileServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + "a".repeat(Exchange.MAX_ANSWER))) {
            assertThat(patient.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Answered(200, Optional.empty()));
            assertThat(server.open()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n", // and then header after header
                "HTTP/1.1 200 OK\r\nX-Long: ",
                "HTTP/1.1 200 ",
                "HTTP/1.1 ",
                "",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n" // trailers
            })
    void floodsHeaders(String beginning) {
        String header = beginning.endsWith("\n") ? "X-Header: " + "a".repeat(1_000) + "\r\n" : "a".repeat(1_000);
        try (HostileServer server = new HostileServer("127.0.0.1", answer -> {
            answer.write(beginning);
            while (true) {
                answer.write(header);
            }
        })) {
            SendResult result = patient.send("http://hooks.invalid:" + server.port());

            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.kind())
                    .isEqualTo(FailureKind.PROTOCOL));
            awaitClosed(server);
            assertThat(server.sent()).isLessThan(UNREAD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "+OK redis\r\n\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 99999999999 OK\r\n\r\n",
                "HTTP/1.1 -1 OK\r\n\r\n",
                "HTTP/1.1 0 OK\r\n\r\n",
                "\u0015\u0003\u0001\u0000\u0002\u0002\u0028\r\n\r\n", // an alert of TLS
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n"
            })
    void answersWhatIsNoHttp(String answered) {
        assertThat(kind(patient, answer -> {
                    answer.write(answered);
                    answer.awaitClosed();
                }))
                .isEqualTo(FailureKind.PROTOCOL);
    }

    @Test
    void answersWithSettingsOfHttp2() {
        assertThat(kind(patient, answer -> {
                    answer.write("\u0000\u0000\u0012\u0004\u0000\u0000\u0000\u0000\u0000\r\n\r\n");
                    answer.close();
                }))
                .isEqualTo(FailureKind.CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 150, 199})
    void floodsInformationalAnswers(int status) {
        String informational = "HTTP/1.1 " + status + " X\r\nLink: </a>\r\n\r\n";
        try (HostileServer server = new HostileServer("127.0.0.1", answer -> {
            while (true) {
                answer.write(informational.repeat(100));
            }
        })) {
            SendResult result = patient.send("http://hooks.invalid:" + server.port());

            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.kind())
                    .isEqualTo(FailureKind.PROTOCOL));
            awaitClosed(server);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103})
    void takesAnAnswerBehindInformationalOnes(int status) {
        try (HostileServer server =
                HostileServer.answering("HTTP/1.1 " + status + " X\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(patient.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Answered(204, Optional.empty()));
        }
    }

    @Test
    void sendsMoreThanTheAnswer() {
        try (HostileServer server = HostileServer.answering(
                "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n")) {
            for (int i = 0; i < 5; i++) {
                assertThat(patient.send("http://hooks.invalid:" + server.port()))
                        .isEqualTo(new Answered(204, Optional.empty()));
            }
        }
    }

    private static FailureKind kind(SenderFixture fixture, Script script) {
        try (HostileServer server = new HostileServer("127.0.0.1", script)) {
            SendResult result = fixture.send("http://hooks.invalid:" + server.port());
            awaitClosed(server);
            return result instanceof Failed failed ? failed.kind() : unexpected(result);
        }
    }

    private static FailureKind unexpected(SendResult result) {
        throw new AssertionError(result);
    }

    private static void awaitClosed(HostileServer server) {
        await().atMost(Duration.ofSeconds(20)).until(() -> server.open() == 0);
    }
}
