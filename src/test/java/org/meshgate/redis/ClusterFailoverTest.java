package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.meshgate.redis.FailoverTraffic.AT_MOST;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.invariants.QueueInvariants;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisCluster;
import org.meshgate.testing.Workflow;

/** A cluster in which the primary of the keys dies, is replaced on purpose, or gives them to another node. */
@QuarkusTest
@WithTestResource(value = ClusterFailoverTest.Cluster.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(FailoverTraffic.NoQuota.class)
class ClusterFailoverTest {

    private static final Duration CHECK = Duration.ofSeconds(60);

    /** The URL names a node that does not have the keys. */
    public static final class Cluster implements QuarkusTestResourceLifecycleManager {

        private RedisCluster redis;

        @Override
        public Map<String, String> start() {
            redis = new RedisCluster();
            return Map.of("meshgate.redis_url", redis.url(), "meshgate.redis.key_prefix", RedisCluster.PREFIX);
        }

        @Override
        public int order() {
            return 10;
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(this, new TestInjector.MatchesType(Cluster.class));
        }

        @Override
        public void stop() {
            redis.close();
        }
    }

    Cluster cluster;

    @Inject
    Accounts accounts;

    @Inject
    InvalidationFeed feed;

    @Inject
    QueueInvariants invariants;

    private FailoverTraffic.User alice;

    @BeforeEach
    void givenAUserWithARevokedToken() {
        cluster.redis.settled();
        await().atMost(AT_MOST).until(feed::proven);
        alice = FailoverTraffic.User.create();
    }

    @Test
    void worksWithAllKeysOnOneNode() {
        // When
        Workflow.run(accounts.createAdmin());
        // Then
        assertThat(cluster.redis.keys()).isGreaterThan(20);
        assertThat(cluster.redis.keysElsewhere()).isZero();
    }

    @Test
    void followsTheReplicaWhenThePrimaryDies() {
        // Given submissions that go on, and what is surely at the replica
        FailoverTraffic traffic = new FailoverTraffic(alice);
        List<String> safe = traffic.jobs();
        assertThat(cluster.redis.replicated()).isTrue();
        // When
        cluster.redis.killPrimary();
        // Then
        traffic.more(20);
        traffic.end();
        traffic.assertKept(safe);
        assertTokensAreRight();
    }

    @Test
    void followsAPlannedFailover() {
        // Given
        FailoverTraffic traffic = new FailoverTraffic(alice);
        // When
        cluster.redis.failOver();
        // Then
        traffic.more(20);
        traffic.end();
        traffic.assertKept(traffic.jobs());
        assertTokensAreRight();
    }

    @Test
    void followsTheSlotToAnotherNode() {
        // Given
        FailoverTraffic traffic = new FailoverTraffic(alice);
        // When
        cluster.redis.moveSlot(() -> {});
        // Then
        traffic.more(20);
        traffic.end();
        traffic.assertKept(traffic.jobs());
        assertTokensAreRight();
        assertThat(cluster.redis.keysElsewhere()).isZero();
    }

    @Test
    void runsNoScriptHalfWhileTheKeysMove() {
        // Given
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(Jobs.submit(alice.account()));
        }
        // When
        cluster.redis.moveSlot(() -> {
            for (int i = 0; i < 10; i++) {
                // Then
                assertProblem(alice.submit(), 503, "STORAGE_UNAVAILABLE", "Authentication service is not available");
            }
        });
        await().atMost(AT_MOST).until(() -> alice.submit().statusCode() == 200);
        as(alice.account()).get(Jobs.HISTORY).then().statusCode(200);
        assertThat(as(alice.account()).get(Jobs.HISTORY).<Integer>path("pagination.total"))
                .isEqualTo(6);
        assertThat(jobs)
                .allSatisfy(job -> Jobs.status(alice.account(), job).then().statusCode(200));
        assertThat(invariants.check(1000).await().atMost(CHECK).violations()).isEmpty();
    }

    private void assertTokensAreRight() {
        await().atMost(AT_MOST).until(feed::proven);
        as(alice.revoked()).get(ME).then().statusCode(401);
        as(alice.account()).get(ME).then().statusCode(200);
    }
}
