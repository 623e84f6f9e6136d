package org.meshgate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.WorkQueue.ClaimedJob;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** Listening to a job. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobEventsTest {

    @Inject
    WorkQueue queue;

    @Inject
    RedisView redis;

    @Inject
    JobEvents events;

    @TestHTTPResource("/")
    URI server;

    @Test
    void theWholeLifeOfAJobIsTold() {
        // Given a listener
        redis.send(Command.DEL, "3daigc:queue:pending");
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        Listener listener = listen(alice, id);
        listener.awaits(
                "event: status", "data: {\"job_id\":\"" + id + "\",\"status\":\"queued\",\"queue_position\":1}");
        // When the job runs to its end
        ClaimedJob claimed =
                get(queue.claim(Set.of("text_to_textured_mesh"), "m")).orElseThrow();
        listener.awaits("event: status", "data: {\"job_id\":\"" + id + "\",\"status\":\"processing\"}");
        get(queue.renew(claimed, 0.5));
        listener.awaits("event: progress", "data: {\"job_id\":\"" + id + "\",\"progress\":0.5}");
        get(queue.complete(claimed, JsonNodeFactory.instance.objectNode().put("success", true)));
        // Then the stream ends with it
        listener.awaits("event: done", "data: {\"job_id\":\"" + id + "\",\"status\":\"completed\"}");
        listener.awaitsEnd();
    }

    @Test
    void aJobThatHasEndedIsToldAtOnce() {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200);
        Listener listener = listen(alice, id);
        listener.awaitsEnd();
        assertThat(listener.lines)
                .containsSubsequence(
                        "event: status",
                        "data: {\"job_id\":\"" + id + "\",\"status\":\"cancelled\"}",
                        "event: done",
                        "data: {\"job_id\":\"" + id + "\",\"status\":\"cancelled\"}");
    }

    @Test
    void aDeletedJobEndsTheStream() {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        Listener listener = listen(alice, id);
        listener.awaits("event: status");
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        listener.awaits("event: done", "data: {\"job_id\":\"" + id + "\",\"status\":\"deleted\"}");
        listener.awaitsEnd();
    }

    @Test
    void nobodyIsTalkedToWhoHasLeft() throws Exception {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        int before = events.listening();
        try (Socket client = new Socket(server.getHost(), server.getPort())) {
            client.getOutputStream()
                    .write(("GET " + Jobs.job(id) + "/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + alice.token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(client.getInputStream())).readLine())
                    .isEqualTo("HTTP/1.1 200 OK");
            await().atMost(Duration.ofSeconds(10)).until(() -> events.listening() == before + 1);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> events.listening() == before);
    }

    @Test
    void onlyThoseWhoMaySeeTheJobHearOfIt() {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        assertProblem(
                as(Api.register()).get(Jobs.job(id) + "/events"), 403, "ACCESS_DENIED", "Access denied to this job");
        assertProblem(as(alice).get(Jobs.job("nope") + "/events"), 404, "JOB_NOT_FOUND", "Job not found");
    }

    /** What a client hears, line by line. */
    private record Listener(List<String> lines, CompletableFuture<Void> end) {

        void awaits(String... expected) {
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(lines).containsSubsequence(expected));
        }

        void awaitsEnd() {
            await().atMost(Duration.ofSeconds(15)).until(end::isDone);
            assertThat(end).isCompleted();
        }
    }

    private Listener listen(Account caller, String id) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(Jobs.job(id) + "/events"))
                .header("Authorization", "Bearer " + caller.token())
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .join();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            new BufferedReader(new InputStreamReader(response.body())).lines().forEach(lines::add);
        });
        return new Listener(lines, end);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
