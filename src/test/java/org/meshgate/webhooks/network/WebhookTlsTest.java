package org.meshgate.webhooks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.testing.TestCertificates;
import org.meshgate.webhooks.network.SendResult.Answered;
import org.meshgate.webhooks.network.SendResult.Failed;
import org.meshgate.webhooks.network.SendResult.FailureKind;

/** The connection goes to a checked address, and the certificate must be that of the name. */
class WebhookTlsTest {

    private static final String NAMES = "dns:hooks.invalid,ip:127.0.0.1";
    private static final Failed NOT_SECURE =
            new Failed(FailureKind.TLS, "no secure connection: the TLS handshake or the certificate is not valid");

    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static String authority;

    private final SenderFixture fixture = fixture(SenderFixture.LONG);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void certificates() {
        authority = CERTIFICATES.authority("authority").toString();
        CERTIFICATES.server("good", "authority", NAMES, "-1d", 30);
        CERTIFICATES.server("other", "authority", "dns:other.invalid,dns:*.hooks.invalid", "-1d", 30);
        CERTIFICATES.server("expired", "authority", NAMES, "-3d", 1);
        CERTIFICATES.server("future", "authority", NAMES, "+3d", 30);
        CERTIFICATES.authority("stranger");
        CERTIFICATES.server("foreign", "stranger", NAMES, "-1d", 30);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void sendsHostAndServerNameOfTheUrlToTheCheckedAddress() {
        int port = serve("good", HttpVersion.HTTP_1_1);

        assertThat(fixture.send("https://hooks.invalid:" + port + "/a")).isEqualTo(new Answered(204, Optional.empty()));
        assertThat(seen).containsExactly("hooks.invalid HTTP_1_1 hooks.invalid:" + port + "/a");
    }

    @Test
    void checksTheCertificateOfAnAddress() {
        int port = serve("good", HttpVersion.HTTP_1_1);

        assertThat(fixture.send("https://127.0.0.1:" + port)).isEqualTo(new Answered(204, Optional.empty()));
        assertThat(seen).containsExactly("null HTTP_1_1 127.0.0.1:" + port + "/");
    }

    @Test
    void speaksHttp11ToAServerThatOffersHttp2() {
        int port = serve("good", HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);

        assertThat(fixture.send("https://hooks.invalid:" + port)).isEqualTo(new Answered(204, Optional.empty()));
        assertThat(seen).containsExactly("hooks.invalid HTTP_1_1 hooks.invalid:" + port + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "expired", "future", "foreign"})
    void sendsNothingToAServerWithoutAValidCertificateForTheName(String certificate) {
        int port = serve(certificate, HttpVersion.HTTP_1_1);

        assertThat(fixture.send("https://hooks.invalid:" + port)).isEqualTo(NOT_SECURE);
        assertThat(seen).isEmpty();
    }

    @Test
    void doesNotUseTheConnectionOfOneNameForAnother() {
        int port = serve("good", HttpVersion.HTTP_1_1);

        assertThat(fixture.send("https://hooks.invalid:" + port)).isEqualTo(new Answered(204, Optional.empty()));
        assertThat(fixture.send("https://other.invalid:" + port)).isEqualTo(NOT_SECURE);
        assertThat(seen).hasSize(1);
    }

    @Test
    void trustsNoAuthorityButThoseOfTheSystemByDefault() {
        int port = serve("good", HttpVersion.HTTP_1_1);
        try (SenderFixture untrusting = SenderFixture.patient()) {
            assertThat(untrusting.send("https://hooks.invalid:" + port)).isEqualTo(NOT_SECURE);
        }
    }

    @Test
    void refusesAFileWithoutAuthorities() {
        Path key = CERTIFICATES.key("good");
        Path missing = key.resolveSibling("missing.pem");

        assertThatThrownBy(() -> WebhookAuthorities.with(key))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("webhooks.ca_file: " + key + " holds no certificate");
        assertThatThrownBy(() -> WebhookAuthorities.with(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage("webhooks.ca_file: " + missing + " cannot be read");
    }

    @Test
    void doesNotSpeakPlainHttpToAServerWithoutTls() {
        int port = SenderFixture.vertx()
                .createHttpServer()
                .requestHandler(request -> seen.add(request.uri()))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();

        assertThat(fixture.send("https://hooks.invalid:" + port)).isEqualTo(NOT_SECURE);
        assertThat(seen).isEmpty();
    }

    @Test
    void endsAtTheDeadlineWhenTheHandshakeDoesNot() {
        try (HostileServer silent = HostileServer.answering("");
                SenderFixture impatient = fixture(SenderFixture.SHORT)) {
            assertThat(impatient.send("https://hooks.invalid:" + silent.port()))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TIMEOUT));
            await().atMost(Duration.ofSeconds(20)).until(() -> silent.open() == 0);
        }
    }

    private int serve(String certificate, HttpVersion... versions) {
        HttpServer server = SenderFixture.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setUseAlpn(true)
                        .setAlpnVersions(List.of(versions))
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(
                                        CERTIFICATES.certificate(certificate).toString())
                                .setKeyPath(CERTIFICATES.key(certificate).toString())));
        return server.requestHandler(request -> {
                    seen.add(request.connection().indicatedServerName() + " " + request.version() + " "
                            + request.authority() + request.uri());
                    request.response().setStatusCode(204).end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static SenderFixture fixture(Duration deadline) {
        return new SenderFixture(
                deadline,
                WebhookSender.options(Optional.of(authority)).setSslHandshakeTimeout(1 + deadline.toSeconds()));
    }
}
