package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.meshgate.redis.FailoverTraffic.AT_MOST;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.testing.ServerProgram;

/** The primary dies, or is replaced on purpose, while submissions go on. */
@QuarkusTest
@WithTestResource(value = SentinelServers.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(FailoverTraffic.NoQuota.class)
class SentinelFailoverTest {

    SentinelServers servers;

    @Inject
    InvalidationFeed feed;

    private FailoverTraffic.User alice;

    @BeforeEach
    void givenAUserWithARevokedToken() {
        assumeTrue(servers.available(), ServerProgram.missing("redis-server"));
        servers.settled();
        await().atMost(AT_MOST).until(feed::proven);
        alice = FailoverTraffic.User.create();
    }

    @Test
    void failsOverWhenThePrimaryDies() {
        // Given submissions that go on, and what is surely at the replica
        FailoverTraffic traffic = new FailoverTraffic(alice);
        List<String> safe = traffic.jobs();
        assertThat(servers.replicated()).isTrue();
        // When
        int port = servers.killPrimary();
        // Then it goes on at the other one
        traffic.more(20);
        traffic.end();
        traffic.assertKept(safe);
        await().atMost(AT_MOST).until(feed::proven);
        as(alice.revoked()).get(ME).then().statusCode(401);
        // And the old one, when it is back, changes nothing
        FailoverTraffic later = new FailoverTraffic(alice);
        servers.backAgain(port);
        later.more(20);
        later.end();
        later.assertKept(later.jobs());
    }

    @Test
    void followsAPlannedFailover() {
        // Given
        FailoverTraffic traffic = new FailoverTraffic(alice);
        // When
        assertThat(servers.failOver()).isEqualTo("+OK");
        servers.settled();
        // Then
        traffic.more(20);
        traffic.end();
        await().atMost(AT_MOST).until(feed::proven);
        as(alice.revoked()).get(ME).then().statusCode(401);
        as(alice.account()).get(ME).then().statusCode(200);
    }
}
