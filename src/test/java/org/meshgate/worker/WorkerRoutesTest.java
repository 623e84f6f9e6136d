package org.meshgate.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Workers.TEXTURED;
import static org.meshgate.testing.Workers.WORKER;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.files.Outputs;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Lease;
import org.meshgate.testing.Workers.Worker;

/** The calls of workers about their jobs. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class WorkerRoutesTest {

    private static final byte[] MESH = UploadSamples.glb(3000);
    private static final byte[] PICTURE = UploadSamples.png(9, 9);

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

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

    @Test
    void aJobGoesFromItsOwnerToAWorkerAndBackWithEveryByte() {
        // Given
        String image = as(alice)
                .multiPart("file", "cat.png", PICTURE)
                .post("/api/v1/file-upload/image")
                .path("file_id");
        String id = as(alice)
                .contentType(ContentType.JSON)
                .body(Map.of("image_file_id", image))
                .post("/api/v1/mesh-generation/image-to-textured-mesh")
                .path("job_id");
        // When
        Response claim = worker.claim("image_to_textured_mesh", 4, 0);
        claim.then()
                .statusCode(200)
                .body("drain", equalTo(false))
                .body("jobs.job_id", equalTo(List.of(id)))
                .body("jobs[0].attempt", equalTo(1))
                .body("jobs[0].feature", equalTo("image_to_textured_mesh"))
                .body("jobs[0].user_id", equalTo(alice.userId()))
                .body("jobs[0].inputs.image_path", equalTo("image_path.png"))
                .body("jobs[0].inputs.output_format", equalTo("glb"))
                .body("jobs[0].files.field", equalTo(List.of("image_path")))
                .body("jobs[0].files[0].name", equalTo("image_path.png"))
                .body("jobs[0].files[0].size_bytes", equalTo(PICTURE.length));
        assertThat(claim.asString()).doesNotContain("/upload_");
        String url = claim.path("jobs[0].files[0].url");
        assertThat(given().urlEncodingEnabled(false).get(url).asByteArray()).isEqualTo(PICTURE);
        Lease lease = new Lease(id, claim.path("jobs[0].lease"));
        worker.upload(lease, "chair.glb", MESH)
                .then()
                .statusCode(201)
                .body("name", equalTo("chair.glb"))
                .body("size_bytes", equalTo(MESH.length));
        worker.upload(lease, "chair.png", PICTURE).then().statusCode(201);
        worker.beat(lease, Map.of("progress", 0.25, "message", "painting"))
                .then()
                .statusCode(200)
                .body("jobs", equalTo(List.of(Map.of("job_id", id, "order", "continue"))))
                .body("drain", equalTo(false));
        Jobs.status(alice, id).then().body("status", equalTo("processing")).body("progress", equalTo(0.25f));
        Map<String, Object> result = Map.of(
                "result",
                "chair.glb",
                "thumbnail",
                "chair.png",
                "info",
                Map.of("seed", 7, "coarse_mesh_path", "meshes/other.glb"),
                "seconds",
                1.5);
        worker.complete(lease, result).then().statusCode(200).body("status", equalTo("completed"));
        // Then
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("completed"))
                .body("result.success", equalTo(true))
                .body("result.generation_info.seed", equalTo(7))
                .body("result.generation_info.generation_time", equalTo(1.5f))
                .body("result.generation_info.thumbnail_generated", equalTo(true))
                .body("result.generation_info.coarse_mesh_path", nullValue());
        Response download = as(alice).get(Jobs.job(id) + "/download");
        download.then().statusCode(200).contentType("model/gltf-binary").header("X-Generation-Time", "1.5");
        assertThat(download.asByteArray()).isEqualTo(MESH);
        assertThat(as(alice).get(Jobs.job(id) + "/thumbnail").asByteArray()).isEqualTo(PICTURE);
        as(alice).get(Jobs.job(id) + "/info").then().statusCode(200);
        assertThat(redis.hashField("results", id)).contains("/meshes/" + id + "_1.glb");
        Awaitility.await().untilAsserted(() -> as(alice)
                .get("/api/v1/users/me/usage")
                .then()
                .body("total.jobs", equalTo(1))
                .body("total.result_bytes", equalTo(MESH.length + PICTURE.length)));
        // and repeated calls are answered as before, while the lease opens nothing any more
        worker.complete(lease, result).then().statusCode(200).body("status", equalTo("completed"));
        assertThat(as(alice).get(Jobs.job(id) + "/download").asByteArray()).isEqualTo(MESH);
        assertProblem(
                given().urlEncodingEnabled(false).get(url), 409, "LEASE_LOST", containsString("Stop working on it"));
        worker.beat(lease, Map.of()).then().body("jobs[0].order", equalTo("lost"));
    }

    @Test
    void textsOfWorkersAreStoredWithoutSecretsAndControlCharacters() {
        // Given a job of a worker that writes its token and turns the direction of text
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        String secret = worker.token();
        // When it tells its progress and the failure
        worker.beat(lease, Map.of("progress", 0.5, "message", "uses " + secret + "\u202e\u0000"))
                .then()
                .statusCode(200);
        String told = redis.hashField("jobs:messages", id);
        worker.fail(lease, "401 for\n" + secret + "\u202e\u001b[31m", false)
                .then()
                .statusCode(200);
        // Then what is stored has neither
        assertThat(told).contains("uses [hidden]").doesNotContain(secret, "\u202e", "\\u202e", "\\u0000");
        Jobs.status(alice, id).then().body("error", equalTo("401 for [hidden]\ufffd\ufffd[31m"));
    }

    @TestFactory
    Stream<DynamicTest> everyCallNeedsATokenForWorkers() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        record Call(String method, String path, String body) {}
        List<Call> calls = List.of(
                new Call("POST", "/claim", "{\"worker_id\":\"w\",\"features\":[\"" + TEXTURED + "\"],\"slots\":1}"),
                new Call("POST", "/heartbeat", "{\"worker_id\":\"w\",\"jobs\":[]}"),
                new Call("POST", "/release", "{\"worker_id\":\"w\",\"jobs\":[]}"),
                new Call("GET", "/jobs/" + id + "/inputs/image_path?lease=" + lease.lease(), ""),
                new Call("PUT", "/jobs/" + id + "/files/a.glb?lease=" + lease.lease(), "x"),
                new Call("POST", "/jobs/" + id + "/complete", "{\"lease\":\"" + lease.lease() + "\",\"info\":{}}"),
                new Call(
                        "POST",
                        "/jobs/" + id + "/fail",
                        "{\"lease\":\"" + lease.lease() + "\",\"error\":\"e\",\"retryable\":false}"));
        return calls.stream()
                .flatMap(call -> Stream.of(
                        dynamicTest(
                                call.method + " " + call.path + " anonymous",
                                () -> assertProblem(
                                        send(given(), call.method, call.path, call.body),
                                        401,
                                        "TOKEN_REQUIRED",
                                        containsString("Authorization header is missing"))),
                        dynamicTest(
                                call.method + " " + call.path + " bad token",
                                () -> assertProblem(
                                        send(as(Api.UNKNOWN_TOKEN), call.method, call.path, call.body),
                                        401,
                                        "INVALID_TOKEN",
                                        "Invalid token")),
                        dynamicTest(
                                call.method + " " + call.path + " owner",
                                () -> assertProblem(
                                        send(as(alice), call.method, call.path, call.body),
                                        403,
                                        "INSUFFICIENT_SCOPE",
                                        containsString("worker"))),
                        dynamicTest(
                                call.method + " " + call.path + " admin",
                                () -> assertProblem(
                                        send(as(admin), call.method, call.path, call.body),
                                        403,
                                        "INSUFFICIENT_SCOPE",
                                        containsString("worker")))));
    }

    private static Response send(
            io.restassured.specification.RequestSpecification request, String method, String path, String body) {
        return (body.isEmpty() ? request : request.contentType(ContentType.JSON).body(body))
                .request(method, WORKER + path);
    }

    @Test
    void theLeaseOfAnotherAccountChangesNothing() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        worker.upload(lease, "a.glb", MESH).then().statusCode(201);
        Worker other = Workers.create(admin);
        other.beat(lease, Map.of("progress", 0.9)).then().statusCode(200).body("jobs[0].order", equalTo("lost"));
        other.release(lease).then().statusCode(200).body("released", equalTo(0));
        for (Response refused : List.of(
                other.upload(lease, "b.glb", MESH),
                other.complete(lease, Map.of("result", "a.glb")),
                other.fail(lease, "no", false),
                other.request().get(lease.path() + "/inputs/image_path?lease=" + lease.lease()))) {
            assertProblem(refused, 409, "LEASE_LOST", containsString("Another attempt holds this job"));
        }
        Jobs.status(alice, id).then().body("status", equalTo("processing")).body("progress", equalTo(0f));
        worker.complete(lease, Map.of("result", "a.glb")).then().statusCode(200);
    }

    @Test
    void aGuessedLeaseTouchesNoFiles() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        worker.upload(lease, "a.glb", MESH).then().statusCode(201);
        Lease guessed = new Lease(id, "1-" + "0".repeat(32));
        assertProblem(worker.complete(guessed, Map.of("result", "a.glb")), 409, "LEASE_LOST", containsString(""));
        assertProblem(worker.fail(guessed, "no", false), 409, "LEASE_LOST", containsString(""));
        worker.complete(lease, Map.of("result", "a.glb")).then().statusCode(200);
        assertProblem(worker.complete(guessed, Map.of("result", "a.glb")), 409, "LEASE_LOST", containsString(""));
        assertThat(as(alice).get(Jobs.job(id) + "/download").asByteArray()).isEqualTo(MESH);
    }

    @Test
    void aFailedAttemptIsRepeatedOrEndsTheJob() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        worker.fail(lease, "out of memory", true).then().statusCode(200).body("status", equalTo("queued"));
        Jobs.status(alice, id).then().body("status", equalTo("queued"));
        String other = Jobs.submit(alice);
        Lease last = worker.claimOne(TEXTURED);
        assertThat(last.jobId()).isEqualTo(other);
        worker.fail(last, "a bad prompt", false).then().statusCode(200).body("status", equalTo("failed"));
        worker.fail(last, "a bad prompt", false).then().statusCode(200).body("status", equalTo("failed"));
        Jobs.status(alice, other).then().body("status", equalTo("failed")).body("error", equalTo("a bad prompt"));
    }

    @Test
    void aReleasedJobWaitsAgain() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        worker.release(lease).then().statusCode(200).body("released", equalTo(1));
        worker.release(lease).then().statusCode(200);
        Jobs.status(alice, id).then().body("status", equalTo("queued"));
        Response again = worker.claim(TEXTURED, 1, 0);
        again.then().body("jobs[0].job_id", equalTo(id)).body("jobs[0].attempt", equalTo(2));
        assertThat(again.<String>path("jobs[0].lease")).startsWith("2-").isNotEqualTo(lease.lease());
    }

    @Test
    void aCancelledJobKeepsNoFiles() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        worker.upload(lease, "a.glb", MESH).then().statusCode(201);
        as(alice).post(Jobs.job(id) + "/cancel").then().statusCode(200);
        worker.beat(lease, Map.of()).then().body("jobs[0].order", equalTo("cancel"));
        worker.complete(lease, Map.of("result", "a.glb")).then().statusCode(200).body("status", equalTo("cancelled"));
        Jobs.status(alice, id).then().body("status", equalTo("cancelled"));
        assertThat(Outputs.FOLDER.resolve("meshes/" + id + "_1.glb")).doesNotExist();
        assertThat(Outputs.FOLDER.resolve(".incoming/" + id + "_1")).doesNotExist();
    }

    @Test
    void aJobThatMakesNoFileIsCompletedByItsInformation() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        worker.complete(lease, Map.of("info", Map.of("words", 3))).then().statusCode(200);
        Jobs.status(alice, id)
                .then()
                .body("status", equalTo("completed"))
                .body("result.generation_info.words", equalTo(3));
    }

    @Test
    void aJobWhoseInputFileIsGoneFailsInsteadOfBeingHandedOut() {
        String image = as(alice)
                .multiPart("file", "cat.png", PICTURE)
                .post("/api/v1/file-upload/image")
                .path("file_id");
        String id = as(alice)
                .contentType(ContentType.JSON)
                .body(Map.of("image_file_id", image))
                .post("/api/v1/mesh-generation/image-to-textured-mesh")
                .path("job_id");
        as(alice).delete("/api/v1/file-upload/" + image).then().statusCode(200);
        worker.claim("image_to_textured_mesh", 4, 0).then().statusCode(200).body("jobs", equalTo(List.of()));
        Jobs.status(alice, id).then().body("status", equalTo("queued"));
        assertThat(redis.send(Command.ZSCORE, "3daigc:queue:delayed", id)).isNotNull();
    }

    @Test
    void anEndedServiceAccountStopsAtOnceAndItsJobsWaitAgain() {
        String id = Jobs.submit(alice);
        Lease lease = worker.claimOne(TEXTURED);
        Workers.end(admin, worker);
        assertProblem(worker.beat(lease, Map.of()), 401, "INVALID_TOKEN", "Invalid token");
        assertProblem(worker.claim(TEXTURED, 1, 0), 401, "INVALID_TOKEN", "Invalid token");
        Jobs.status(alice, id).then().body("status", equalTo("queued"));
        Workers.create(admin).claim(TEXTURED, 1, 0).then().body("jobs[0].job_id", equalTo(id));
    }
}
