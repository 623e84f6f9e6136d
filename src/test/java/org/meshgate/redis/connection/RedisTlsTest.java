package org.meshgate.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.ServerProgram;
import org.meshgate.testing.TestCertificates;
import org.meshgate.testing.Workflow;

/** With {@code rediss://} the certificate is looked at, and must be that of the host; {@code redis.ca_file} has its authority. */
@QuarkusTest
@WithTestResource(value = RedisTlsTest.TlsServers.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class RedisTlsTest {

    /** Servers that speak TLS, good ones and others; the embedded one where the machine has no {@code redis-server}. */
    public static final class TlsServers implements QuarkusTestResourceLifecycleManager {

        private final Optional<Path> program = ServerProgram.find("redis-server");
        private final RedisResource embedded = new RedisResource();
        private final List<ServerProgram> servers = new ArrayList<>();
        private final TestCertificates certificates = new TestCertificates();
        private int good;
        private int expired;
        private int foreign;
        private int asksForACertificate;

        @Override
        public Map<String, String> start() {
            if (program.isEmpty()) {
                return embedded.start();
            }
            Path authority = certificates.authority("ours");
            certificates.authority("theirs");
            certificates.server("good", "ours", "dns:localhost", "-1d", 30);
            certificates.server("old", "ours", "dns:localhost", "-3d", 1);
            certificates.server("foreign", "theirs", "dns:localhost", "-1d", 30);
            good = server("good", "tls-auth-clients no");
            expired = server("old", "tls-auth-clients no");
            foreign = server("foreign", "tls-auth-clients no");
            asksForACertificate = server("good", "tls-auth-clients yes");
            return Map.of("meshgate.redis_url", "rediss://localhost:" + good, "meshgate.redis.ca_file", "" + authority);
        }

        private int server(String certificate, String line) {
            int port = ServerProgram.freePort();
            List<String> lines = List.of(
                    "port 0",
                    "tls-port " + port,
                    "tls-cert-file " + certificates.certificate(certificate),
                    "tls-key-file " + certificates.key(certificate),
                    "tls-ca-cert-file " + certificates.certificate("ours"),
                    line);
            servers.add(ServerProgram.start(program.orElseThrow(), port, lines));
            return port;
        }

        @Override
        public int order() {
            return 10;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(this, new TestInjector.MatchesType(TlsServers.class));
        }

        @Override
        public void stop() {
            servers.forEach(ServerProgram::close);
            embedded.stop();
        }
    }

    TlsServers servers;

    @Inject
    RedisClientOptions options;

    @Inject
    Vertx vertx;

    @Inject
    InvalidationFeed feed;

    @Inject
    Accounts accounts;

    @Test
    void verifiesCertificateAndHostName() {
        NetClientOptions net = options.forOneConnection().getNetClientOptions();
        assertThat(net.getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
        assertThat(net.isTrustAll()).isFalse();
        assertThat(net.getEnabledSecureTransportProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    @Test
    void trustsTheConfiguredCaFile() {
        assumeTls();
        await().atMost(Duration.ofSeconds(10)).until(feed::proven);
        Workflow.run(accounts.createAdmin());
    }

    @Test
    void rejectsOtherCertificatesInOneLine() {
        assumeTls();
        assertThat(trouble("rediss://localhost:" + servers.foreign))
                .isEqualTo("its certificate is by an authority that is not trusted");
        assertThat(trouble("rediss://127.0.0.1:" + servers.good)).isEqualTo("its certificate is for another host name");
        assertThat(trouble("rediss://localhost:" + servers.expired)).isEqualTo("its certificate has expired");
        assertThat(trouble("rediss://localhost:" + servers.asksForACertificate))
                .isEqualTo("it asks for a certificate of the client");
        assertThat(trouble("rediss://localhost:" + servers.good)).isEqualTo("nothing");
    }

    @Test
    void trustsOnlySystemCasByDefault() {
        assumeTls();
        RedisOptions system = options.forOneConnection();
        // a copy of Redis' options shares those of the net
        system.setNetClientOptions(new NetClientOptions(system.getNetClientOptions()).setTrustOptions(null));
        assertThat(trouble(system.setEndpoints(List.of("rediss://localhost:" + servers.good))))
                .isEqualTo("its certificate is by an authority that is not trusted");
    }

    private void assumeTls() {
        assumeTrue(servers.program.isPresent(), ServerProgram.missing("redis-server"));
    }

    private String trouble(String url) {
        return trouble(options.forOneConnection().setEndpoints(List.of(url)));
    }

    private String trouble(RedisOptions to) {
        Redis client = Redis.createClient(vertx, to);
        try {
            client.connect().toCompletionStage().toCompletableFuture().join();
            return "nothing";
        } catch (CompletionException refused) {
            return RedisErrors.of(refused);
        } finally {
            client.close();
        }
    }
}
