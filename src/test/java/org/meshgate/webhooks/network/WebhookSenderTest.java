package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.webhooks.network.SendResult.Answered;
import org.meshgate.webhooks.network.SendResult.Failed;
import org.meshgate.webhooks.network.SendResult.FailureKind;

class WebhookSenderTest {

    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final Answered DONE = new Answered(204, Optional.empty());
    private static final String REFUSED =
            "the URL must be at an address that is public, or in webhooks.allowed_networks";

    private final SenderFixture fixture = SenderFixture.patient();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void sendsBodyHeadersAndHostToTheCheckedAddress() {
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            // When
            SendResult result = fixture.send("http://hooks.invalid:" + server.port() + "/a?b=c");

            // Then
            assertThat(result).isEqualTo(DONE);
            assertThat(server.requests())
                    .singleElement()
                    .asString()
                    .startsWith("POST /a?b=c HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: hooks.invalid:" + server.port() + "\r\n")
                    .contains("\r\nwebhook-id: msg_1\r\n")
                    .endsWith("\r\n\r\n{\"a\":1}");
        }
    }

    @Test
    void sendsToAnAddressOfIpv6() {
        try (HostileServer server = new HostileServer("::1", answer -> answer.write(NO_CONTENT))) {
            assertThat(fixture.send("http://[0:0::1]:" + server.port())).isEqualTo(DONE);
            assertThat(server.requests())
                    .singleElement()
                    .asString()
                    .containsIgnoringCase("\r\nhost: [::1]:" + server.port() + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 299, 400, 404, 410, 429, 500, 503, 599})
    void tellsTheStatus(int status) {
        try (HostileServer server =
                HostileServer.answering("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Answered(status, Optional.empty()));
        }
    }

    @Test
    void tellsRetryAfter() {
        try (HostileServer server = HostileServer.answering(
                "HTTP/1.1 503 X\r\nRetry-After: Tue, 01 Dec 2026 00:02:00 GMT\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Answered(503, Optional.of(Duration.ofMinutes(2))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        try (HostileServer inside = HostileServer.answering(NO_CONTENT);
                HostileServer server = HostileServer.answering("HTTP/1.1 " + status
                        + " X\r\nLocation: http://127.0.0.1:" + inside.port() + "/\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Answered(status, Optional.empty()));
            assertThat(server.requests()).hasSize(1);
            assertThat(inside.accepted()).isZero();
        }
    }

    @Test
    void usesAConnectionAgainForTheSameHostAtTheSameAddressOnly() {
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            // When
            fixture.send("http://hooks.invalid:" + server.port() + "/1");
            fixture.send("http://hooks.invalid:" + server.port() + "/2");
            int sameHost = server.accepted();
            fixture.send("http://other.invalid:" + server.port() + "/3");

            // Then
            assertThat(sameHost).isEqualTo(1);
            assertThat(server.accepted()).isEqualTo(2);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void refusesANameThatIsReboundThoughAConnectionToItIsOpen() {
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            // Given
            String url = "http://hooks.invalid:" + server.port();
            assertThat(fixture.send(url)).isEqualTo(DONE);
            assertThat(server.open()).isEqualTo(1);

            // When
            fixture.resolvesTo("127.0.0.2");
            SendResult rebound = fixture.send(url);
            long open = server.open();
            fixture.resolvesTo("127.0.0.1");
            SendResult back = fixture.send(url);

            // Then
            assertThat(rebound).isEqualTo(new Failed(FailureKind.REFUSED, REFUSED));
            assertThat(open).isEqualTo(1);
            assertThat(back).isEqualTo(DONE);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void connectsToTheAddressThatWasChecked() {
        // Given: a resolver that would give another address if it were asked again
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            List<String> asked = new ArrayList<>();
            fixture.resolvesBy(name -> {
                asked.add(name);
                return asked.size() == 1
                        ? Uni.createFrom().item(List.of(InetAddress.getLoopbackAddress()))
                        : Uni.createFrom().failure(new AssertionError("resolved again"));
            });

            // Then
            assertThat(fixture.send("http://hooks.invalid:" + server.port())).isEqualTo(DONE);
            assertThat(asked).containsExactly("hooks.invalid");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1,10.0.0.1",
                "10.0.0.1,127.0.0.1",
                "127.0.0.1,127.0.0.1,127.0.0.1,127.0.0.1,127.0.0.1,10.0.0.1"
            })
    void refusesMixedAnswers(String addresses) {
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            fixture.resolvesTo(addresses.split(","));

            assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Failed(FailureKind.REFUSED, REFUSED));
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void triesTheNextAddressWhenOneTakesNoConnection() {
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            fixture.resolvesTo("127.0.0.3", "127.0.0.1");

            assertThat(fixture.send("http://hooks.invalid:" + server.port())).isEqualTo(DONE);
        }
    }

    @Test
    void tellsThatThereIsNoServer() {
        HostileServer server = HostileServer.answering(NO_CONTENT);
        server.close();

        assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                .isEqualTo(new Failed(FailureKind.CONNECTION, "no connection could be made"));
    }

    @Test
    void tellsOfANameWithoutAnAddressWhatItTellsOfARefusedAddress() {
        fixture.resolvesBy(name -> Uni.createFrom().failure(new UnknownHostException(name)));

        assertThat(fixture.send("http://hooks.invalid")).isEqualTo(new Failed(FailureKind.UNRESOLVED, REFUSED));
    }

    @Test
    void countsNoTryWhenTooManyNamesAreResolved() {
        fixture.resolvesBy(name -> Uni.createFrom().failure(new RejectedExecutionException()));

        assertThat(fixture.send("http://hooks.invalid")).isInstanceOfSatisfying(Failed.class, failed -> assertThat(
                        failed.kind().counts())
                .isFalse());
    }

    @Test
    void endsAtTheDeadlineWhenAResolverDoesNotAnswer() {
        try (SenderFixture impatient = SenderFixture.impatient()) {
            impatient.resolvesBy(name -> Uni.createFrom().nothing());

            assertThat(impatient.send("http://hooks.invalid"))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TIMEOUT));
        }
    }

    @Test
    void sendsNothingWhenTheProgramStops() {
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            fixture.sender().stop(new ShutdownEvent());

            assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Failed(FailureKind.STOPPED, "the server stops"));
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void blamesNoEndpointForARequestThatTheStopCutsOff() {
        try (HostileServer server =
                new HostileServer("127.0.0.1", answer -> fixture.sender().close(new ShutdownEvent()))) {
            assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(new Failed(FailureKind.STOPPED, "the server stopped"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void closesTheConnectionOfACancelledRequest() {
        try (HostileServer server = new HostileServer("127.0.0.1", answer -> {})) {
            // Given
            Cancellable sending = fixture.sender()
                    .send(fixture.url("http://hooks.invalid:" + server.port()), Map.of(), Buffer.buffer())
                    .subscribe()
                    .with(result -> {});
            await().until(() -> server.requests().size() == 1);

            // When
            sending.cancel();

            // Then
            await().until(() -> server.open() == 0);
        }
    }

    @Test
    void refusesMoreRequestsThanItsBoundUntilOneEnds() {
        // Given
        fixture.resolvesBy(name -> Uni.createFrom().nothing());
        WebhookUrl url = fixture.url("http://hooks.invalid");
        List<Cancellable> open = new ArrayList<>();
        for (int i = 0; i < WebhookSender.MAX_REQUESTS; i++) {
            open.add(fixture.sender()
                    .send(url, Map.of(), Buffer.buffer())
                    .subscribe()
                    .with(result -> {}));
        }

        // When
        SendResult beyond = fixture.send("http://hooks.invalid");
        open.get(0).cancel();

        // Then
        assertThat(beyond).isEqualTo(new Failed(FailureKind.BUSY, "too many requests are open"));
        try (HostileServer server = HostileServer.answering(NO_CONTENT)) {
            fixture.resolvesTo("127.0.0.1");
            await().untilAsserted(() -> assertThat(fixture.send("http://hooks.invalid:" + server.port()))
                    .isEqualTo(DONE));
        }
        open.forEach(Cancellable::cancel);
    }
}
