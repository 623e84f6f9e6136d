package org.meshgate.redis;

import static org.awaitility.Awaitility.await;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;

/** A peer that vanished without a word: its sockets stay open and silent for ever, while new ones would be served. */
@QuarkusTest
@WithTestResource(value = StalledPeerTest.FreezingProxy.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(StalledPeerTest.ShortDeadline.class)
class StalledPeerTest {

    public static class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.redis.timeout", "300ms");
        }
    }

    /** Stands before a Redis, and can stop passing on what comes over the connections of today. */
    public static class FreezingProxy implements QuarkusTestResourceLifecycleManager {

        private static final class Line {
            private volatile boolean frozen;
        }

        private final List<Line> lines = new CopyOnWriteArrayList<>();
        private EmbeddedRedis redis;
        private ServerSocket server;

        @Override
        public Map<String, String> start() {
            redis = EmbeddedRedis.start(
                    Path.of("target", "test-redis", UUID.randomUUID().toString()), new SecureRandom());
            try {
                server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            daemon(this::accept);
            URI behind = redis.uri();
            return Map.of(
                    "meshgate.redis_url", "redis://" + behind.getUserInfo() + "@127.0.0.1:" + server.getLocalPort());
        }

        void freezeEverythingThatIsOpen() {
            lines.forEach(line -> line.frozen = true);
        }

        @Override
        public int order() {
            return 10;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(this, new TestInjector.MatchesType(FreezingProxy.class));
        }

        @Override
        public void stop() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            redis.close();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = server.accept();
                    Socket behind = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                    Line line = new Line();
                    lines.add(line);
                    daemon(() -> pass(client, behind, line));
                    daemon(() -> pass(behind, client, line));
                }
            } catch (IOException e) {
                // closed: the test is over
            }
        }

        private static void pass(Socket from, Socket to, Line line) {
            byte[] buffer = new byte[8192];
            try {
                int length;
                while ((length = from.getInputStream().read(buffer)) >= 0) {
                    if (!line.frozen) {
                        to.getOutputStream().write(buffer, 0, length);
                    }
                }
            } catch (IOException e) {
                // one side is gone
            }
        }

        private static void daemon(Runnable work) {
            Thread thread = new Thread(work, "freezing-proxy");
            thread.setDaemon(true);
            thread.start();
        }
    }

    FreezingProxy proxy;

    @Test
    void itsConnectionsAreGivenUpAndNewOnesAreMade() {
        // Given
        Api.Account alice = Api.register();
        as(alice).get(Api.TOKENS).then().statusCode(200);
        // When
        proxy.freezeEverythingThatIsOpen();
        // Then the deadline ends the wait, and soon everything is as before
        assertProblem(as(alice).get(Api.TOKENS), 503, "STORAGE_UNAVAILABLE", "Authentication service is not available");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> as(alice).get(Api.TOKENS).statusCode() == 200
                        && as(alice).get(Api.TOKENS).statusCode() == 200);
    }
}
