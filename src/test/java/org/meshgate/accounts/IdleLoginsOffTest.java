package org.meshgate.accounts;

import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** A server whose logins end by their age alone. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(IdleLoginsOffTest.Off.class)
class IdleLoginsOffTest {

    public static class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.security.login_idle_days", "0");
        }
    }

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aLoginThatIsNotUsedLivesItsWholeLife() {
        Account alice = Api.register();
        clock.advance(Duration.ofDays(364));
        as(alice).get(ME).then().statusCode(200);
        clock.advance(Duration.ofDays(2));
        assertProblem(as(alice).get(ME), 401, "TOKEN_EXPIRED", "Token has expired");
    }
}
