package org.meshgate.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.testing.TestCertificates;

/** Bounded bodies, and certificates of servers. */
class HttpSenderTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private HttpServer server;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void authorityOfOneSOwnIsTrustedWhenItIsNamed() throws Exception {
        // Given
        TestCertificates certificates = new TestCertificates();
        Path authority = certificates.authority("ours");
        Path other = certificates.authority("theirs");
        certificates.server("server", "ours", "dns:localhost", "-1d", 30);
        HttpsServer https = HttpsServer.create(address(), 0);
        https.setHttpsConfigurator(
                new HttpsConfigurator(context(certificates.key("server"), certificates.certificate("server"))));
        start(https, "hello");
        URI url = URI.create("https://localhost:" + https.getAddress().getPort() + "/");
        // Then
        assertThat(get(HttpSender.of(Optional.of(TrustedAuthorities.of(authority))), url, 100))
                .isEqualTo("hello");
        HttpSender foreign = HttpSender.of(Optional.of(TrustedAuthorities.of(other)));
        assertThatThrownBy(() -> get(foreign, url, 100)).isInstanceOf(SSLException.class);
        HttpSender usual = HttpSender.of(Optional.empty());
        assertThatThrownBy(() -> get(usual, url, 100)).isInstanceOf(SSLException.class);
        URI otherName = URI.create("https://127.0.0.1:" + https.getAddress().getPort() + "/");
        HttpSender trusting = HttpSender.of(Optional.of(TrustedAuthorities.of(authority)));
        assertThatThrownBy(() -> get(trusting, otherName, 100)).isInstanceOf(SSLException.class);
    }

    @Test
    void bodyBeyondTheLimitIsRefused() throws Exception {
        start(HttpServer.create(address(), 0), "hello");
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        assertThat(get(HttpSender.direct(), url, 5)).isEqualTo("hello");
        assertThatThrownBy(() -> get(HttpSender.direct(), url, 4))
                .isInstanceOf(BodyTooLargeException.class)
                .hasMessage("the answer is larger than 4 bytes");
    }

    @Test
    void bodyOfARefusalThatDoesNotEndIsGivenUp() throws Exception {
        // Given a refusal of which one byte of ten arrives
        server = HttpServer.create(address(), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
        });
        server.start();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .build();
        // Then
        assertThatThrownBy(() -> HttpSender.direct().open(request, 100, Duration.ofMillis(500)))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void fileThatCannotBeWrittenIsAFailure() throws Exception {
        start(HttpServer.create(address(), 0), "hello");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .build();
        Path file = directory.resolve("missing/file");
        assertThatThrownBy(() -> HttpSender.direct().send(request, BoundedBody.toFile(file, 100, 100), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing/file");
        Path there = directory.resolve("file");
        HttpResponse<byte[]> response = HttpSender.direct().send(request, BoundedBody.toFile(there, 100, 100), LIMIT);
        assertThat(response.body()).isEmpty();
        assertThat(there).hasContent("hello");
    }

    private void start(HttpServer made, String answer) {
        server = made;
        server.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String get(HttpSender sender, URI url, int limit) throws Exception {
        return new String(
                sender.send(HttpRequest.newBuilder(url).build(), BoundedBody.inMemory(limit), LIMIT)
                        .body(),
                StandardCharsets.UTF_8);
    }

    private static SSLContext context(Path keyFile, Path certificateFile) throws Exception {
        String base64 = Files.readString(keyFile).replaceAll("-----[^-]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificateFile)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
