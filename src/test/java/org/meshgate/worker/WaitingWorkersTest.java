package org.meshgate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Workers.TEXTURED;
import static org.meshgate.testing.Workers.WORKER;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Worker;
import org.meshgate.worker.claim.ClaimsView;

/** Claims that wait, and what ends their wait. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class WaitingWorkersTest {

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    ClaimsView claims;

    @TestHTTPResource
    URI server;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Account admin;
    private Account alice;
    private Worker worker;

    @BeforeEach
    void aWorkerAndAnEmptyQueue() {
        redis.clearQueue();
        admin = accounts.createAdmin();
        alice = Api.register();
        worker = Workers.create(admin);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        await().until(() -> claims.waiting() == 0);
    }

    private Future<Response> waits(Worker who, Map<String, ?> body) {
        int before = claims.waiting();
        Future<Response> answer = CompletableFuture.supplyAsync(() -> who.post("/claim", body), threads);
        await().until(() -> claims.waiting() == before + 1);
        return answer;
    }

    private Future<Response> waits(Worker who) {
        return waits(who, Workers.claimBody(who.id(), TEXTURED, 1, 25));
    }

    private static Response get(Future<Response> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aSubmissionEndsTheWait() throws Exception {
        Future<Response> answer = waits(worker);
        String id = Jobs.submit(alice);
        get(answer).then().statusCode(200).body("jobs.job_id", equalTo(List.of(id)));
    }

    @Test
    void eachOfSeveralWaitsEndsWithAJobOfItsOwnInTheOrderOfArrival() throws Exception {
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(waits(worker));
        }
        for (Future<Response> answer : answers) {
            String id = Jobs.submit(alice);
            get(answer).then().body("jobs.job_id", equalTo(List.of(id)));
        }
    }

    @Test
    void aReleasedJobAndAFailedOneEndTheWaitOfOthers() throws Exception {
        String id = Jobs.submit(alice);
        Workers.Lease lease = worker.claimOne(TEXTURED);
        Worker other = Workers.create(admin);
        Future<Response> answer = waits(other);
        worker.release(lease).then().statusCode(200);
        get(answer).then().body("jobs.job_id", equalTo(List.of(id)));
    }

    @Test
    void aJobOfAnotherModelIsForTheNextWorkerThatTakesIt() throws Exception {
        Map<String, Object> picky = Workers.claimBody(worker.id(), TEXTURED, 1, 25);
        picky.put("models", List.of("no_such_model"));
        Future<Response> first = waits(worker, picky);
        Worker other = Workers.create(admin);
        Future<Response> second = waits(other);
        String id = Jobs.submit(alice);
        get(second).then().body("jobs.job_id", equalTo(List.of(id)));
        Workers.end(admin, worker);
        get(first);
    }

    @Test
    void theWaitEndsEmpty() {
        worker.claim(TEXTURED, 1, 1).then().statusCode(200).body("jobs", equalTo(List.of()));
    }

    @Test
    void theEndOfTheServiceAccountEndsTheWait() throws Exception {
        Future<Response> answer = waits(worker);
        Workers.end(admin, worker);
        assertProblem(get(answer), 401, "INVALID_TOKEN", "Invalid token");
        assertThat(claims.waiting()).isZero();
    }

    @Test
    void aClientThatLeavesWaitsNoLongerAndTakesNoJob() throws IOException {
        leave();
        await().until(() -> claims.waiting() == 0);
        String id = Jobs.submit(alice);
        worker.claim(TEXTURED, 1, 0).then().body("jobs.job_id", equalTo(List.of(id)));
    }

    private void leave() throws IOException {
        String body = "{\"worker_id\":\"gone\",\"features\":[\"" + TEXTURED + "\"],\"slots\":1,\"wait_seconds\":25}";
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + WORKER + "/claim HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + worker.token() + "\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> claims.waiting() == 1);
        }
    }

    @Test
    void aDrainingWorkerGetsNoJobsUntilItMayAgain() throws Exception {
        worker.claim(TEXTURED, 1, 0).then().body("drain", equalTo(false));
        drain(true).then().statusCode(200).body("draining", equalTo(true)).body("worker_id", equalTo(worker.id()));
        String id = Jobs.submit(alice);
        worker.claim(TEXTURED, 1, 0).then().body("jobs", equalTo(List.of())).body("drain", equalTo(true));
        worker.post("/heartbeat", Map.of("worker_id", worker.id(), "jobs", List.of()))
                .then()
                .body("drain", equalTo(true));
        as(admin)
                .get(Workers.WORKERS)
                .then()
                .body("workers.find {it.worker_id == '" + worker.id() + "'}.draining", equalTo(true));
        drain(false).then().statusCode(200).body("draining", equalTo(false));
        worker.claim(TEXTURED, 1, 0).then().body("jobs.job_id", equalTo(List.of(id)));
        assertThat(redis.audit()).contains("worker_drain", worker.id());
    }

    @Test
    void aRequestWithoutABodyDrains() {
        worker.claim(TEXTURED, 1, 0).then().statusCode(200);
        as(admin)
                .noContentType()
                .post(Workers.WORKERS + "/" + worker.id() + "/drain")
                .then()
                .statusCode(200)
                .body("draining", equalTo(true));
        worker.claim(TEXTURED, 1, 0).then().body("drain", equalTo(true));
    }

    private Response drain(boolean drain) {
        return as(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("drain", drain))
                .post(Workers.WORKERS + "/" + worker.id() + "/drain");
    }

    @Test
    void administratorsSeeWhatWorkersSayOfThemselves() {
        Map<String, Object> body = Workers.claimBody(worker.id(), TEXTURED, 2, 0);
        body.putAll(
                Map.of("host", "gpu-7", "version", "1.2", "loaded_models", List.of("trellis_text_to_textured_mesh")));
        String id = Jobs.submit(alice);
        worker.post("/claim", body).then().statusCode(200).body("jobs.job_id", equalTo(List.of(id)));
        worker.post(
                        "/heartbeat",
                        Map.of(
                                "worker_id",
                                worker.id(),
                                "jobs",
                                List.of(Map.of("job_id", id, "lease", "1-a")),
                                "gpu",
                                Map.of("name", "A100")))
                .then()
                .statusCode(200);
        String row = "workers.find {it.worker_id == '" + worker.id() + "'}.";
        as(admin)
                .get(Workers.WORKERS)
                .then()
                .statusCode(200)
                .body(row + "host", equalTo("gpu-7"))
                .body(row + "version", equalTo("1.2"))
                .body(row + "features", equalTo(List.of(TEXTURED)))
                .body(row + "models", equalTo(List.of()))
                .body(row + "loaded_models", equalTo(List.of("trellis_text_to_textured_mesh")))
                .body(row + "slots", equalTo(2))
                .body(row + "jobs", equalTo(1))
                .body(row + "gpu.name", equalTo("A100"))
                .body(row + "user_id", equalTo(worker.userId()))
                .body(row + "online", equalTo(true))
                .body(row + "draining", equalTo(false));
        assertProblem(as(alice).get(Workers.WORKERS), 403, "ADMIN_REQUIRED", "Admin access required");
        assertProblem(
                as(admin).contentType(ContentType.JSON).body("{}").post(Workers.WORKERS + "/nobody/drain"),
                404,
                "WORKER_NOT_FOUND",
                containsString("not found"));
    }

    @Test
    void heartbeatsRefreshWorkersAndAddNone() {
        // Given a worker that claimed once
        worker.claim(TEXTURED, 1, 0).then().statusCode(200);
        // When it sends heartbeats under another name
        String other = Api.unique("w-");
        worker.post("/heartbeat", Map.of("worker_id", other, "jobs", List.of()))
                .then()
                .statusCode(200);
        // Then only the one that claimed is listed
        as(admin)
                .get(Workers.WORKERS + "?limit=1000")
                .then()
                .body("workers.worker_id", hasItem(worker.id()))
                .body("workers.worker_id", not(hasItem(other)));
    }
}
