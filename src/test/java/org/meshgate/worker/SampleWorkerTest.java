package org.meshgate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.meshgate.testing.Api.as;

import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.files.Outputs;
import org.meshgate.files.UploadSamples;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

/** The life of a job from submission to download, with the sample worker. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.Traced.class)
class SampleWorkerTest {

    private static final Path OUTPUTS = Outputs.FOLDER;

    @Inject
    RedisView redis;

    @Test
    void promptGivesAFileThatAnIndependentReaderReads() throws IOException {
        // Given
        Account alice = Api.register();
        String id = Jobs.submit(alice, "a red ring");
        // When
        awaitStatus(alice, id, "completed");
        // Then the record names the sample worker
        Jobs.status(alice, id)
                .then()
                .body("model_id", equalTo("sample"))
                .body("progress", equalTo(1.0f))
                .body("result.success", equalTo(true))
                .body("result.generation_info.model", equalTo("sample"))
                .body("result.generation_info.note", containsString("sample"))
                .body("result.generation_info.prompt", equalTo("a red ring"))
                .body("result.generation_info.face_count", greaterThan(100))
                .body("result.mesh_file_info.content_type", equalTo("model/gltf-binary"));
        // And an independent reader reads the file
        byte[] glb = as(alice).get(Jobs.job(id) + "/download").asByteArray();
        GltfModel model = new GltfModelReader().readWithoutReferences(new ByteArrayInputStream(glb));
        assertThat(model.getMeshModels()).isNotEmpty();
        assertThat(new String(glb, java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("glTF")
                .contains("sample");
        assertThat(glb).isEqualTo(Files.readAllBytes(OUTPUTS.resolve("meshes/sample_" + id + ".glb")));
        as(alice).get(Jobs.HISTORY + "?status=completed").then().body("jobs.job_id", hasItem(id));
    }

    @Test
    void schedulerStatusReportsOwnWorker() {
        as(Api.register())
                .get("/api/v1/system/scheduler-status")
                .then()
                .statusCode(200)
                .body("scheduler.running", equalTo(true))
                .body("scheduler.evidence", equalTo("own_worker"));
    }

    @ParameterizedTest
    @CsvSource({
        "mesh-generation/text-to-textured-mesh, '{\"text_prompt\": \"a red ring\"}', a red ring",
        "mesh-generation/image-to-raw-mesh, '{\"image_file_id\": \"IMAGE\"}', ",
        "mesh-generation/text-mesh-painting, '{\"text_prompt\": \"blue\", \"mesh_file_id\": \"MESH\"}', blue",
        "mesh-retopology/retopologize-mesh, '{\"mesh_file_id\": \"MESH\"}', ",
        "mesh-uv-unwrapping/unwrap-mesh, '{\"mesh_file_id\": \"MESH\"}', ",
        "mesh-segmentation/segment-mesh, '{\"mesh_file_id\": \"MESH\"}', ",
        "auto-rigging/generate-rig, '{\"mesh_file_id\": \"MESH\"}', ",
    })
    void everyMeshJobCompletesWithAMesh(String route, String body, String prompt) throws IOException {
        // Given
        Account alice = Api.register();
        String id = submit(alice, route, body);
        // When
        awaitStatus(alice, id, "completed");
        // Then
        Jobs.status(alice, id)
                .then()
                .body("result.generation_info.prompt", equalTo(prompt))
                .body("result.mesh_file_info.content_type", equalTo("model/gltf-binary"))
                .body("$", not(hasKey("note")));
        byte[] glb = as(alice).get(Jobs.job(id) + "/download").asByteArray();
        assertThat(new GltfModelReader()
                        .readWithoutReferences(new ByteArrayInputStream(glb))
                        .getMeshModels())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "motion-generation/text-to-motion, '{\"text_prompt\": \"walk\"}'",
        "splat-generation/image-to-splat, '{\"image_file_id\": \"IMAGE\"}'",
        "world-generation/image-to-world, '{\"image_file_id\": \"IMAGE\"}'"
    })
    void otherJobsFailWithAnExplanation(String route, String body) {
        // Given
        Account alice = Api.register();
        String id = submit(alice, route, body);
        // When
        awaitStatus(alice, id, "failed");
        // Then
        Jobs.status(alice, id)
                .then()
                .body(
                        "error",
                        equalTo("The sample worker makes meshes only."
                                + " Jobs of this kind need a GPU worker, with worker.sample switched off."));
    }

    @Test
    void submissionHasNoNoteAboutMissingWorkers() {
        Api.as(Api.register())
                .contentType("application/json")
                .body(Map.of("prompt", "a cat"))
                .post(Jobs.SUBMIT)
                .then()
                .statusCode(200)
                .body("$", not(hasKey("note")));
    }

    @Test
    void jobsOfUnknownFeaturesStayQueued() {
        // Given a job of a feature that no job type has, at the head of the queue
        Account alice = Api.register();
        String foreign = "11111111-1111-4111-8111-111111111111";
        redis.send(
                Command.HSET,
                "3daigc:jobs",
                foreign,
                "{\"job_id\":\"" + foreign + "\",\"feature\":\"mesh_to_song\",\"inputs\":\"{}\",\"metadata\":\"{}\","
                        + "\"status\":\"queued\",\"created_at\":\"2026-01-01T00:00:00Z\",\"user_id\":\""
                        + alice.userId()
                        + "\"}");
        redis.send(Command.ZADD, "3daigc:queue:pending", "1", foreign);
        // When another job is done
        awaitStatus(alice, Jobs.submit(alice), "completed");
        // Then
        Jobs.status(alice, foreign).then().body("status", equalTo("queued")).body("queue_position", equalTo(1));
        redis.send(Command.ZREM, "3daigc:queue:pending", foreign);
    }

    private static String submit(Account owner, String route, String body) {
        String filled = body.contains("IMAGE")
                ? body.replace("IMAGE", upload(owner, "image", "cat.png", UploadSamples.png(9, 9)))
                : body.contains("MESH")
                        ? body.replace("MESH", upload(owner, "mesh", "cat.glb", UploadSamples.glb(64)))
                        : body;
        Response answer = as(owner).contentType("application/json").body(filled).post("/api/v1/" + route);
        answer.then().statusCode(200);
        return answer.path("job_id");
    }

    private static String upload(Account owner, String kind, String name, byte[] content) {
        return as(owner)
                .multiPart("file", name, content)
                .post("/api/v1/file-upload/" + kind)
                .then()
                .statusCode(200)
                .extract()
                .path("file_id");
    }

    private static void awaitStatus(Account owner, String id, String status) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> Jobs.status(owner, id).then().body("status", equalTo(status)));
    }

    private static List<String> outputs() {
        try (Stream<Path> files = Files.walk(OUTPUTS)) {
            return files.map(Path::toString).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
