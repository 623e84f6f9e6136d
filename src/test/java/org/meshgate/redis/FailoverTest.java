package org.meshgate.redis;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import redis.embedded.RedisServer;

/** A master that became a replica, whose address now leads to its successor: nobody closes the connections to the old one. */
@QuarkusTest
@WithTestResource(value = FreezingProxy.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class FailoverTest {

    FreezingProxy proxy;

    @Test
    void findsTheNewPrimaryWhileOldConnectionsStayOpen() throws IOException {
        // Given a master that is one no more
        Api.Account alice = Api.register();
        proxy.becomeReplica();
        assertProblem(
                Api.login(alice.username(), Api.PASSWORD),
                503,
                "STORAGE_UNAVAILABLE",
                "Authentication service is not available");
        // When another has its address
        int port = freePort();
        RedisServer successor = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .setting("requirepass \"" + proxy.password() + "\"")
                .build();
        successor.start();
        try {
            proxy.moveTo(port);
            // Then that one is written to: it has never heard of this account
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Api.login(alice.username(), Api.PASSWORD).statusCode() == 401);
            Api.Account bob = Api.register();
            as(bob).get(Api.ME).then().statusCode(200).body("user.username", equalTo(bob.username()));
        } finally {
            successor.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
