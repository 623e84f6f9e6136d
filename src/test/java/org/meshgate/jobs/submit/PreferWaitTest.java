package org.meshgate.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.meshgate.testing.Api.as;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Submissions that wait for the end of the job: {@code Prefer: wait=N}. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class PreferWaitTest {

    @Inject
    JobDispatcher dispatcher;

    @Inject
    RedisView redis;

    private Account alice;

    @BeforeEach
    void register() {
        redis.clearQueue();
        alice = Api.register();
    }

    @Test
    void finishedJobIsTheAnswer() {
        // Given a client that waits
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> submit("wait=30"));
        // When a worker completes its job
        ClaimedJob job = awaitClaim();
        get(dispatcher.complete(
                job.heldBy(Optional.empty()),
                JsonNodeFactory.instance.objectNode().put("success", true)));
        // Then
        answer.join()
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=30")
                .body("job_id", equalTo(job.jobId()))
                .body("status", equalTo("completed"))
                .body("result.success", equalTo(true))
                .body("queue_position", nullValue())
                .body("message", equalTo("The job has ended. Status: completed"))
                .body("events_url", startsWith("http"));
    }

    @Test
    void failedJobIsTheAnswerToo() {
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> submit("wait=30"));
        ClaimedJob job = awaitClaim();
        get(dispatcher.fail(job.heldBy(Optional.empty()), "no clay left", false, Optional.empty()));
        answer.join().then().statusCode(200).body("status", equalTo("failed")).body("error", equalTo("no clay left"));
    }

    @Test
    void queuedJobIsTheAnswerWhenTheTimeIsOver() {
        submit("wait=1")
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=1")
                .body("status", equalTo("queued"))
                .body("queue_position", equalTo(1));
    }

    @Test
    void deletedJobEndsTheWait() {
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> submit("wait=30"));
        ClaimedJob job = awaitClaim();
        as(alice).delete(Jobs.job(job.jobId())).then().statusCode(200);
        answer.join().then().statusCode(200).body("status", equalTo("queued"));
    }

    @Test
    void lostAccessEndsTheWait() {
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> submit("wait=30"));
        ClaimedJob job = awaitClaim();
        as(alice).post(Api.USERS + "/logout").then().statusCode(200);
        answer.join().then().statusCode(200).body("status", equalTo("queued"));
        get(dispatcher.release(List.of(job.heldBy(Optional.empty()))));
    }

    @Test
    void longerWaitIsAMinute() {
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> submit("handling=strict, wait=86400"));
        ClaimedJob job = awaitClaim();
        get(dispatcher.fail(job.heldBy(Optional.empty()), "x", false, Optional.empty()));
        assertThat(answer.join().getHeaders().getValues("Preference-Applied"))
                .containsExactlyInAnyOrder("handling=strict", "wait=60");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wait=0", "wait=-1", "wait=NaN", "wait", "wait=", "wait=999999999999", "waiting=5", "\u0000"})
    void preferenceThatIsNoneIsIgnored(String prefer) {
        Response answer = submit(prefer.replace("\u0000", ";;,,=="));
        answer.then().statusCode(200).body("status", equalTo("queued"));
        assertThat(answer.getHeader("Preference-Applied")).isNull();
    }

    private Response submit(String prefer) {
        return as(alice)
                .header("Prefer", prefer)
                .contentType(ContentType.JSON)
                .body(Map.of("prompt", "a cat"))
                .post(Jobs.SUBMIT);
    }

    private ClaimedJob awaitClaim() {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> get(dispatcher.claim(new ClaimRequest(
                                "w", Optional.empty(), Set.of("text_to_textured_mesh"), Set.of(), Set.of(), 1))),
                        claimed -> !claimed.isEmpty())
                .get(0);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
