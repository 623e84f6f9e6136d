package org.meshgate.accounts;

import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** A server without an idle timeout of login tokens. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class IdleLoginsOffTest {

    @Inject
    TestClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void anIdleLoginTokenIsValidUntilItsExpiry() {
        Account alice = Api.register();
        clock.advance(Duration.ofDays(6));
        as(alice).get(ME).then().statusCode(200);
        clock.advance(Duration.ofDays(2));
        assertProblem(as(alice).get(ME), 401, "TOKEN_EXPIRED", "Token has expired");
    }
}
