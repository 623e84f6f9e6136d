package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.redis.feed.InvalidationFeed;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.ServerProgram;

/** The primary dies, or is replaced on purpose, while submissions go on. */
@QuarkusTest
@WithTestResource(value = SentinelServers.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestProfile(SentinelFailoverTest.NoQuota.class)
class SentinelFailoverTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    public static class NoQuota implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.jobs.max_queued_per_user", "0", "meshgate.jobs.max_queue_size", "0");
        }
    }

    SentinelServers servers;

    @Inject
    InvalidationFeed feed;

    private Account alice;
    private String revoked;

    @BeforeEach
    void givenAUserWithARevokedToken() {
        assumeTrue(servers.available(), ServerProgram.missing("redis-server"));
        servers.settled();
        await().atMost(AT_MOST).until(feed::proven);
        alice = Api.register();
        revoked = Api.createToken(alice, "to be revoked");
        as(revoked).get(ME).then().statusCode(200);
        as(alice).delete(Api.TOKENS + "/" + revoked).then().statusCode(200);
    }

    @Test
    void failsOverWhenThePrimaryDies() {
        // Given submissions that go on, and what is surely at the replica
        Traffic traffic = new Traffic();
        traffic.accepted(20);
        List<String> safe = List.copyOf(traffic.jobs);
        assertThat(servers.replicated()).isTrue();
        // When
        int port = servers.killPrimary();
        int atDeath = traffic.jobs.size();
        // Then it goes on at the other one
        traffic.accepted(atDeath + 20);
        traffic.end();
        traffic.assertNothingButUnavailable();
        assertThat(safe).allSatisfy(job -> Jobs.status(alice, job).then().statusCode(200));
        await().atMost(AT_MOST).until(feed::proven);
        as(revoked).get(ME).then().statusCode(401);
        // And the old one, when it is back, changes nothing
        Traffic later = new Traffic();
        servers.backAgain(port);
        later.accepted(20);
        later.end();
        later.assertNothingButUnavailable();
        assertThat(later.jobs).allSatisfy(job -> Jobs.status(alice, job).then().statusCode(200));
    }

    @Test
    void followsAPlannedFailover() {
        // Given
        Traffic traffic = new Traffic();
        traffic.accepted(20);
        // When
        assertThat(servers.failOver()).isEqualTo("+OK");
        servers.settled();
        int then = traffic.jobs.size();
        // Then
        traffic.accepted(then + 20);
        traffic.end();
        traffic.assertNothingButUnavailable();
        await().atMost(AT_MOST).until(feed::proven);
        as(revoked).get(ME).then().statusCode(401);
        as(alice).get(ME).then().statusCode(200);
    }

    /** Submissions, one after the other, and a look with a good and with a revoked token after each. */
    private final class Traffic {

        private final List<String> jobs = new CopyOnWriteArrayList<>();
        private final Set<Integer> ofSubmissions = new ConcurrentSkipListSet<>();
        private final Set<Integer> ofTheGoodToken = new ConcurrentSkipListSet<>();
        private final Set<Integer> ofTheRevokedToken = new ConcurrentSkipListSet<>();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final CompletableFuture<Void> running = CompletableFuture.runAsync(this::run);

        private void run() {
            while (!ended.get()) {
                Response response = as(alice)
                        .contentType("application/json")
                        .body(Map.of("prompt", "a 3d cat model"))
                        .post(Jobs.SUBMIT);
                ofSubmissions.add(response.statusCode());
                if (response.statusCode() == 200) {
                    jobs.add(response.path("job_id"));
                }
                ofTheGoodToken.add(as(alice).get(ME).statusCode());
                ofTheRevokedToken.add(as(revoked).get(ME).statusCode());
            }
        }

        void accepted(int jobsInAll) {
            await().atMost(AT_MOST).until(() -> jobs.size() >= jobsInAll || running.isDone());
        }

        void end() {
            ended.set(true);
            running.join();
        }

        void assertNothingButUnavailable() {
            assertThat(ofSubmissions).isSubsetOf(200, 503).contains(200);
            assertThat(ofTheGoodToken).isSubsetOf(200, 503);
            assertThat(ofTheRevokedToken).isSubsetOf(401, 503);
        }
    }
}
