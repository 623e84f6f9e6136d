package org.meshgate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.meshgate.testing.Api.ME;
import static org.meshgate.testing.Api.as;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;

/** A user who submits jobs one after the other, with a look by a good and by a revoked token after each. */
final class FailoverTraffic {

    static final Duration AT_MOST = Duration.ofSeconds(10);

    /** For any number of jobs. */
    public static class NoQuota implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.jobs.max_queued_per_user", "0", "meshgate.jobs.max_queue_size", "0");
        }
    }

    /** A user, and a token of theirs that was used and is revoked. */
    record User(Account account, String revoked) {

        static User create() {
            Account account = Api.register();
            String revoked = Api.createToken(account, "to be revoked");
            as(revoked).get(ME).then().statusCode(200);
            as(account).delete(Api.TOKENS + "/" + revoked).then().statusCode(200);
            return new User(account, revoked);
        }

        Response submit() {
            return as(account)
                    .contentType("application/json")
                    .body(Map.of("prompt", "a 3d cat model"))
                    .post(Jobs.SUBMIT);
        }
    }

    private final User user;
    private final List<String> jobs = new CopyOnWriteArrayList<>();
    private final Set<Integer> ofSubmissions = new ConcurrentSkipListSet<>();
    private final Set<Integer> ofTheGoodToken = new ConcurrentSkipListSet<>();
    private final Set<Integer> ofTheRevokedToken = new ConcurrentSkipListSet<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> running;

    /** Begins, and waits until some jobs are submitted. */
    FailoverTraffic(User user) {
        this.user = user;
        this.running = CompletableFuture.runAsync(this::run);
        more(20);
    }

    private void run() {
        while (!ended.get()) {
            Response response = user.submit();
            ofSubmissions.add(response.statusCode());
            if (response.statusCode() == 200) {
                jobs.add(response.path("job_id"));
            }
            ofTheGoodToken.add(as(user.account()).get(ME).statusCode());
            ofTheRevokedToken.add(as(user.revoked()).get(ME).statusCode());
        }
    }

    /** Those submitted so far. */
    List<String> jobs() {
        return List.copyOf(jobs);
    }

    /** Waits for further submissions. */
    void more(int submissions) {
        int all = jobs.size() + submissions;
        await().atMost(AT_MOST).until(() -> jobs.size() >= all || running.isDone());
    }

    /** Ends it; nothing was answered that is neither right nor 503. */
    void end() {
        ended.set(true);
        running.join();
        assertThat(ofSubmissions).isSubsetOf(200, 503).contains(200);
        assertThat(ofTheGoodToken).isSubsetOf(200, 503);
        assertThat(ofTheRevokedToken).isSubsetOf(401, 503);
    }

    /** Every one of these jobs is there. */
    void assertKept(List<String> submitted) {
        assertThat(submitted)
                .allSatisfy(job -> Jobs.status(user.account(), job).then().statusCode(200));
    }
}
