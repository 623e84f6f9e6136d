package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.PASSWORD;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Jobs.HISTORY;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Metrics;
import redis.embedded.RedisServer;

/** Redis goes away, stalls, refuses and comes back, while the service runs. */
@QuarkusTest
@WithTestResource(value = OutageTest.OwnRedis.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(OutageTest.ShortDeadline.class)
class OutageTest {

    private static final String UNAVAILABLE = "Authentication service is not available";

    public static class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.redis.timeout", "500ms");
        }
    }

    /** A Redis on a fixed port, that can be stopped and started. */
    public static class OwnRedis implements QuarkusTestResourceLifecycleManager {

        private int port;
        private RedisServer server;

        @Override
        public Map<String, String> start() {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            up();
            return Map.of("meshgate.redis_url", "redis://127.0.0.1:" + port);
        }

        void up() {
            try {
                server = new RedisServer(port);
                server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void down() {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean running() {
            return server.isActive();
        }

        /** After the Redis that other tests share, so that this one's address counts. */
        @Override
        public int order() {
            return 10;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(this, new TestInjector.MatchesType(OwnRedis.class));
        }

        @Override
        public void stop() {
            down();
        }
    }

    OwnRedis redis;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @AfterEach
    void backAgain() {
        if (!redis.running()) {
            redis.up();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> ready() == 200);
    }

    @Test
    void routesThatNeedRedisAre503DuringAnOutage() {
        // Given
        Api.Account alice = Api.register();
        // When
        redis.down();
        await().atMost(Duration.ofSeconds(5)).until(() -> ready() == 503);
        // Then
        for (Response response :
                List.of(as(alice).get(HISTORY), as(alice).get(Api.TOKENS), Api.login(alice.username(), PASSWORD))) {
            assertProblem(response, 503, "STORAGE_UNAVAILABLE", UNAVAILABLE).header("Retry-After", equalTo("1"));
        }
        RestAssured.get("/health").then().statusCode(200);
        assertProblem(as("garbage").get(ME), 401, "INVALID_TOKEN", "Invalid token");
    }

    @Test
    void countsFailuresByReason() {
        // Given
        Metrics numbers = new Metrics(metrics);
        String failures = "meshgate_redis_failures_total{reason=\"no_connection\"}";
        redis.down();
        await().untilAsserted(() ->
                assertThat(numbers.value("meshgate_redis_connections")).isZero());
        double before = numbers.value(failures);
        // When
        assertProblem(Api.login("alice", Api.PASSWORD), 503, "STORAGE_UNAVAILABLE", UNAVAILABLE);
        // Then
        assertThat(numbers.value(failures)).isGreaterThan(before);
    }

    @Test
    void recoversByItself() {
        redis.down();
        await().atMost(Duration.ofSeconds(5)).until(() -> ready() == 503);
        redis.up();
        await().atMost(Duration.ofSeconds(10)).until(() -> ready() == 200);
        Api.Account bob = Api.register();
        as(bob).get(ME).then().statusCode(200);
    }

    @Test
    void unresponsiveRedisFailsAtTheDeadline() {
        // Given
        Api.Account alice = Api.register();
        // When Redis holds every command back for a while
        redisCli("CLIENT PAUSE 3000 ALL");
        Response response = as(alice).get(HISTORY);
        // Then the answer does not wait for it
        assertProblem(response, 503, "STORAGE_UNAVAILABLE", UNAVAILABLE);
        assertThat(response.time()).isLessThan(2900);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> as(alice).get(HISTORY).statusCode() == 200);
    }

    @Test
    void pendingCommandsFailWith503WhenRedisDies() {
        // Given requests that wait for a Redis that holds them back
        Api.Account alice = Api.register();
        redisCli("CLIENT PAUSE 3000 ALL");
        List<CompletableFuture<Response>> requests = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> as(alice).get(HISTORY)))
                .toList();
        // When it dies
        redis.down();
        // Then
        requests.forEach(request -> assertProblem(request.join(), 503, "STORAGE_UNAVAILABLE", UNAVAILABLE));
    }

    @Test
    void refusingRedisIs503() {
        Api.Account alice = Api.register();
        redisCli("CONFIG SET maxmemory 1");
        try {
            assertProblem(Api.login(alice.username(), PASSWORD), 503, "STORAGE_UNAVAILABLE", UNAVAILABLE);
        } finally {
            redisCli("CONFIG SET maxmemory 0");
        }
        Api.login(alice.username(), PASSWORD).then().statusCode(200);
    }

    @Test
    void replicaIsUnavailableUntilPromoted() {
        // Given
        Api.Account alice = Api.register();
        try {
            // When
            redisCli("REPLICAOF 127.0.0.1 1");
            // Then what it refuses is no fault of ours, and its connections are given up, those that only read as well
            assertProblem(Api.login(alice.username(), PASSWORD), 503, "STORAGE_UNAVAILABLE", UNAVAILABLE);
            await().atMost(Duration.ofSeconds(5)).until(() -> ready() == 503);
            assertProblem(as(alice).get(HISTORY), 503, "STORAGE_UNAVAILABLE", UNAVAILABLE);
        } finally {
            redisCli("REPLICAOF NO ONE");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> ready() == 200);
        Api.login(alice.username(), PASSWORD).then().statusCode(200);
        as(alice).get(HISTORY).then().statusCode(200);
    }

    @Test
    void scriptsThatRedisForgotAreSentAgain() {
        Api.Account alice = Api.register();
        redisCli("SCRIPT FLUSH");
        as(alice).get(HISTORY).then().statusCode(200);
    }

    private int ready() {
        return RestAssured.get(readiness).statusCode();
    }

    private void redisCli(String command) {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", redis.port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            byte[] reply = socket.getInputStream().readNBytes(3);
            assertThat(new String(reply, java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("+OK");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
