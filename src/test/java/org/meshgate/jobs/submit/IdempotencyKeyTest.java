package org.meshgate.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.config.JobsConfig;
import org.meshgate.jobs.record.JobJson;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Submissions with files that are repeated with the same idempotency key. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SmallLimits.class)
class IdempotencyKeyTest {

    private static final String ROUTE = "/api/v1/mesh-generation/image-to-raw-mesh";
    private static final String TWO_FILES = "/api/v1/mesh-generation/image-mesh-painting";
    private static final String KEY = "the-key";
    private static final String PNG = png(8);

    @Inject
    IdempotencyKeyStore keys;

    @Inject
    SubmissionStore submissions;

    @Inject
    RedisView redis;

    @Inject
    JobJson json;

    @BeforeEach
    void emptyQueue() {
        redis.send(Command.DEL, "3daigc:queue:pending");
    }

    @Test
    void repeatedRequestReturnsTheFirstResponse() {
        // Given
        Account alice = Api.register();
        Response first = submit(alice, KEY, body(PNG));
        first.then().statusCode(200);
        assertThat(uploads(alice)).isEqualTo(1);
        // When
        Response again = submit(alice, KEY, body(PNG));
        // Then
        again.then()
                .statusCode(200)
                .body("job_id", equalTo(first.path("job_id")))
                .body("queue_position", equalTo(first.path("queue_position")));
        assertThat(uploads(alice)).isEqualTo(1);
        assertThat(jobs(alice)).isEqualTo(1);
    }

    @Test
    void anotherFileWithTheSameKeyIsRejectedAndNotStored() {
        Account alice = Api.register();
        submit(alice, KEY, body(PNG)).then().statusCode(200);
        assertProblem(
                submit(alice, KEY, body(png(9))), 422, "IDEMPOTENCY_KEY_REUSED", containsString("Idempotency-Key"));
        assertThat(uploads(alice)).isEqualTo(1);
    }

    @Test
    void memberOrderDoesNotChangeTheFingerprint() {
        Account alice = Api.register();
        String one = "{\"text_prompt\":\"x\",\"model_parameters\":{\"seed\":1,\"b\":{\"c\":1,\"d\":2}}}";
        String other = "{\"model_parameters\":{\"b\":{\"d\":2,\"c\":1},\"seed\":1},\"text_prompt\":\"x\"}";
        String third = "{\"text_prompt\":\"x\",\"model_parameters\":{\"seed\":1,\"b\":{\"c\":2,\"d\":1}}}";
        String route = "/api/v1/mesh-generation/text-to-textured-mesh";
        String first = post(alice, KEY, route, one).path("job_id");
        post(alice, KEY, route, other).then().statusCode(200).body("job_id", equalTo(first));
        assertThat(post(alice, KEY, route, third).statusCode()).isEqualTo(422);
        assertThat(jobs(alice)).isEqualTo(1);
    }

    @Test
    void concurrentRepetitionGets409AndOtherBody422() {
        // Given a key that a submission holds
        Account alice = Api.register();
        SubmissionStore.IdempotencyKey key = key(body(PNG));
        assertThat(get(keys.claim(owner(alice), key, "the first"))).isEqualTo(new IdempotencyKeyStore.Claim.Claimed());
        // Then
        assertProblem(submit(alice, KEY, body(PNG)), 409, "IDEMPOTENCY_KEY_IN_FLIGHT", containsString("Try again"))
                .header("Retry-After", equalTo("2"));
        assertProblem(
                submit(alice, KEY, body(png(9))), 422, "IDEMPOTENCY_KEY_REUSED", containsString("Idempotency-Key"));
        assertThat(uploads(alice)).isZero();
        // And nobody else can release it
        get(keys.release(owner(alice), key, "another"));
        assertThat(submit(alice, KEY, body(PNG)).statusCode()).isEqualTo(409);
        // When the first was refused
        get(keys.release(owner(alice), key, "the first"));
        // Then the next is the first
        submit(alice, KEY, body(PNG)).then().statusCode(200);
        assertThat(uploads(alice)).isEqualTo(1);
    }

    @Test
    void claimExpiresAfterAMinute() {
        Account alice = Api.register();
        SubmissionStore.IdempotencyKey key = key(body(PNG));
        get(keys.claim(owner(alice), key, "the first"));
        String redisKey = submissions.redisKey(owner(alice), key);
        assertThat(redis.send(Command.PTTL, redisKey).toLong()).isBetween(1L, 60_000L);
        submit(Api.register(), KEY, body(PNG)).then().statusCode(200);
    }

    @Test
    void lostIdempotencyClaimQueuesNothing() {
        // Given a key that was claimed anew
        Account alice = Api.register();
        SubmissionStore.IdempotencyKey key = key(body(PNG));
        get(keys.claim(owner(alice), key, "the second"));
        // When the first one wants to queue its job
        Submitter submitter = new Submitter(owner(alice), Optional.empty(), Optional.empty());
        SubmissionStore.Outcome outcome = get(submissions.submit(
                new SubmissionStore.NewJob("the first", "{}", 0, 1, submitter, Optional.of(key)),
                new SubmissionStore.Quota(0, 0),
                JobsConfig.Scheduling.FAIR));
        // Then
        assertThat(outcome).isEqualTo(new SubmissionStore.Outcome.InFlight());
        assertThat(jobs(alice)).isZero();
    }

    @Test
    void concurrentRequestsWithTheSameKeyCreateOneJobWithOneFile() throws Exception {
        // Given
        Account alice = Api.register();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<Callable<Response>> all = IntStream.range(0, 16)
                .mapToObj(i -> (Callable<Response>) () -> submit(alice, KEY, body(PNG)))
                .toList();
        // When
        Set<String> ids = new HashSet<>();
        for (Future<Response> answer : clients.invokeAll(all)) {
            assertThat(answer.get().statusCode()).isIn(200, 409);
            if (answer.get().statusCode() == 200) {
                ids.add(answer.get().path("job_id"));
            }
        }
        clients.shutdown();
        // Then
        assertThat(ids).hasSize(1);
        assertThat(jobs(alice)).isEqualTo(1);
        assertThat(uploads(alice)).isEqualTo(1);
    }

    @Test
    void rejectedSubmissionLeavesNoFileAndReleasesItsKey() {
        // Given a user whose queue is full
        Account alice = Api.register();
        String first = submit(alice, "1", body(PNG)).path("job_id");
        submit(alice, "2", body(PNG)).then().statusCode(200);
        assertThat(uploads(alice)).isEqualTo(2);
        // When they submit one more
        assertThat(submit(alice, KEY, body(PNG)).<String>path("error")).isEqualTo("TOO_MANY_JOBS");
        assertThat(as(alice)
                        .contentType("application/json")
                        .body(body(PNG))
                        .post(ROUTE)
                        .<String>path("error"))
                .isEqualTo("TOO_MANY_JOBS");
        // Then no file is left
        assertThat(uploads(alice)).isEqualTo(2);
        // And the same request is taken once there is room
        as(alice).post("/api/v1/system/jobs/" + first + "/cancel").then().statusCode(200);
        submit(alice, KEY, body(PNG)).then().statusCode(200);
        assertThat(uploads(alice)).isEqualTo(3);
    }

    @Test
    void theFirstFileIsDiscardedWhenTheSecondIsInvalid() {
        Account alice = Api.register();
        Response refused = post(
                alice,
                KEY,
                TWO_FILES,
                "{\"image_base64\":\"" + PNG + "\",\"mesh_base64\":\""
                        + Base64.getEncoder().encodeToString("no mesh".getBytes(StandardCharsets.UTF_8)) + "\"}");
        assertThat(refused.<String>path("error")).isEqualTo("VALIDATION_FAILED");
        assertThat(refused.<String>path("errors[0].field")).isEqualTo("mesh_base64");
        assertThat(uploads(alice)).isZero();
    }

    private SubmissionStore.IdempotencyKey key(String body) {
        return keys.of(KEY, ROUTE, json.read(body).orElseThrow());
    }

    private static Optional<String> owner(Account account) {
        return Optional.of(account.userId());
    }

    private static String body(String image) {
        return "{\"image_base64\":\"" + image + "\"}";
    }

    private static Response submit(Account caller, String key, String body) {
        return post(caller, key, ROUTE, body);
    }

    private static Response post(Account caller, String key, String route, String body) {
        return as(caller)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post(route);
    }

    private static int uploads(Account of) {
        return as(of).get("/api/v1/file-upload/list")
                .then()
                .statusCode(200)
                .extract()
                .path("total_files");
    }

    private int jobs(Account of) {
        return redis.send(Command.ZCARD, "3daigc:jobs:owner:" + of.userId()).toInteger();
    }

    private static String png(int side) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(64)
                        .put("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(StandardCharsets.ISO_8859_1))
                        .putInt(side)
                        .putInt(side)
                        .array());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
