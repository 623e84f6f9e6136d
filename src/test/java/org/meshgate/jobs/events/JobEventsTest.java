package org.meshgate.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meshgate.jobs.EventListener;
import org.meshgate.jobs.dispatch.ClaimRequest;
import org.meshgate.jobs.dispatch.ClaimedJob;
import org.meshgate.jobs.dispatch.Heartbeat;
import org.meshgate.jobs.dispatch.HeldJob;
import org.meshgate.jobs.dispatch.JobDispatcher;
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
    JobDispatcher dispatcher;

    @Inject
    RedisView redis;

    @Inject
    JobEvents events;

    @TestHTTPResource("/")
    URI server;

    @Test
    void streamsTheWholeLifeOfAJob() {
        // Given a listener
        redis.clearQueue();
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        EventListener listener = listen(alice, id);
        listener.awaits(
                "event: status", "data: {\"job_id\":\"" + id + "\",\"status\":\"queued\",\"queue_position\":1}");
        // When the job runs to its end
        ClaimedJob claimed = get(dispatcher.claim(new ClaimRequest(
                        "worker", Optional.empty(), Set.of("text_to_textured_mesh"), Set.of(), Set.of(), 1)))
                .get(0);
        HeldJob held = claimed.heldBy(Optional.empty());
        listener.awaits("event: status", "data: {\"job_id\":\"" + id + "\",\"status\":\"processing\"}");
        get(dispatcher.heartbeat(List.of(new Heartbeat(held, OptionalDouble.of(0.5), Optional.empty()))));
        listener.awaits("event: progress", "data: {\"job_id\":\"" + id + "\",\"progress\":0.5}");
        get(dispatcher.heartbeat(
                List.of(new Heartbeat(held, OptionalDouble.of(0.75), Optional.of("baking \"textures\"")))));
        listener.awaits(
                "event: progress",
                "data: {\"job_id\":\"" + id + "\",\"progress\":0.75,\"message\":\"baking \\\"textures\\\"\"}");
        get(dispatcher.complete(held, JsonNodeFactory.instance.objectNode().put("success", true)));
        // Then the stream ends with it
        listener.awaits("event: done", "data: {\"job_id\":\"" + id + "\",\"status\":\"completed\"}");
        listener.awaitsEnd();
    }

    @Test
    void streamOfAnEndedJobEndsAtOnce() {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200);
        EventListener listener = listen(alice, id);
        listener.awaitsEnd();
        assertThat(listener.lines())
                .containsSubsequence(
                        "event: status",
                        "data: {\"job_id\":\"" + id + "\",\"status\":\"cancelled\"}",
                        "event: done",
                        "data: {\"job_id\":\"" + id + "\",\"status\":\"cancelled\"}");
    }

    @Test
    void deletionEndsTheStream() {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        EventListener listener = listen(alice, id);
        listener.awaits("event: status");
        as(alice).delete(Jobs.job(id)).then().statusCode(200);
        listener.awaits("event: done", "data: {\"job_id\":\"" + id + "\",\"status\":\"deleted\"}");
        listener.awaitsEnd();
    }

    @Test
    void stopsPollingForDisconnectedClients() throws Exception {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        int before = events.size();
        try (Socket client = new Socket(server.getHost(), server.getPort())) {
            client.getOutputStream()
                    .write(("GET " + Jobs.job(id) + "/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + alice.token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(client.getInputStream())).readLine())
                    .isEqualTo("HTTP/1.1 200 OK");
            await().atMost(Duration.ofSeconds(10)).until(() -> events.size() == before + 1);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> events.size() == before);
    }

    @Test
    void onlyViewersOfTheJobReceiveEvents() {
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        assertProblem(
                as(Api.register()).get(Jobs.job(id) + "/events"), 403, "ACCESS_DENIED", "Access denied to this job");
        assertProblem(as(alice).get(Jobs.job("nope") + "/events"), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void proxiesDoNotBufferAStream() {
        Account alice = Api.register();
        EventListener listener = listen(alice, Jobs.submit(alice));
        assertThat(listener.response().headers().allValues("X-Accel-Buffering")).containsExactly("no");
        assertThat(listener.response().headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void reconnectAfterTheFinalEventGets204() {
        // Given a job of which a browser has had the last event
        Account alice = Api.register();
        String id = Jobs.submit(alice);
        as(alice).header("Last-Event-ID", "done").get(Jobs.job(id)).then().statusCode(200);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200);
        EventListener listener = listen(alice, id);
        listener.awaits("id: done", "event: done");
        listener.awaitsEnd();
        // When it connects again
        Response again = as(alice).header("Last-Event-ID", "done").get(Jobs.job(id) + "/events");
        // Then it is told what ends an EventSource
        again.then().statusCode(204);
        // And any other client hears the end
        as(alice)
                .header("Last-Event-ID", "7")
                .get(Jobs.job(id) + "/events")
                .then()
                .statusCode(200)
                .body(containsString("event: done"));
    }

    private EventListener listen(Account caller, String id) {
        return EventListener.with(server.resolve(Jobs.job(id) + "/events"), caller.token());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
