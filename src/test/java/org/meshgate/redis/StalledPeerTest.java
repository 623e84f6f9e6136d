package org.meshgate.redis;

import static org.awaitility.Awaitility.await;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;

/** A peer that vanished without a word: its sockets stay open and silent for ever, while new ones would be served. */
@QuarkusTest
@WithTestResource(value = FreezingProxy.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(StalledPeerTest.ShortDeadline.class)
class StalledPeerTest {

    public static class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.redis.timeout", "300ms");
        }
    }

    FreezingProxy proxy;

    @Test
    void replacesStalledConnections() {
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
