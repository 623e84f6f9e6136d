package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;

/** What a job was given: shown to who may see the job, in every state, and never a way to any other file. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobInputTest {

    private static final String ROUTE = "/api/v1/mesh-generation/image-to-raw-mesh";
    private static final byte[] PNG = ByteBuffer.allocate(64)
            .put("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(8)
            .putInt(8)
            .array();
    private static final String SECRET = "root:x:0:0";

    @Inject
    FinishedJobs jobs;

    @Inject
    GpuScheduler scheduler;

    @Inject
    Accounts accounts;

    private Account alice;
    private Account bob;
    private Account admin;

    @BeforeEach
    void register() {
        alice = Api.register();
        bob = Api.register();
        admin = accounts.createAdmin();
    }

    /** A job with an image that was uploaded for it. */
    private String submitted(Account owner) {
        Response answer = as(owner)
                .contentType("application/json")
                .body(Map.of(
                        "image_base64",
                        Base64.getEncoder().encodeToString(PNG),
                        "model_preference",
                        "ultrashape_image_to_raw_mesh"))
                .post(ROUTE);
        answer.then().statusCode(200);
        return answer.path("job_id");
    }

    private String pathOf(String id) {
        return scheduler.record(id).get("inputs").textValue().replaceFirst(".*\"image_path\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void inputImageIsShownInEveryStatus() {
        String id = submitted(alice);
        String name = Path.of(pathOf(id)).getFileName().toString();
        assertShown(id, "queued", name);
        scheduler.take(id);
        assertShown(id, "processing", name);
        scheduler.complete(id, Map.of("success", true));
        assertShown(id, "completed", name);
        String other = submitted(alice);
        scheduler.take(other);
        scheduler.fail(other, "CUDA out of memory");
        assertShown(other, "failed", Path.of(pathOf(other)).getFileName().toString());
        String cancelled = submitted(alice);
        as(alice).post(Jobs.job(cancelled) + "/cancel").then().statusCode(200);
        assertShown(
                cancelled, "cancelled", Path.of(pathOf(cancelled)).getFileName().toString());
    }

    private void assertShown(String id, String state, String name) {
        Response status = Jobs.status(alice, id);
        status.then()
                .statusCode(200)
                .body("status", equalTo(state))
                .body(
                        "input_image_file_info",
                        equalTo(Map.of(
                                "filename",
                                name,
                                "file_size_bytes",
                                64,
                                "file_size_mb",
                                0.0f,
                                "content_type",
                                "image/png",
                                "file_extension",
                                ".png")))
                .body("inputs.image_path", nullValue());
        assertThat(status.asString()).doesNotContain(JobFolders.UPLOADS_SETTING);
        String link = status.path("input_image_url");
        assertThat(link).contains(Jobs.job(id) + "/input?exp=").contains("&sig=" + alice.userId());
        Response opened = given().urlEncodingEnabled(false).get(link);
        opened.then()
                .statusCode(200)
                .contentType("image/png")
                .header("X-Job-ID", id)
                .header("X-File-Size", "64")
                .header(
                        "Content-Disposition",
                        containsString("attachment; filename=\"input_" + id + "_" + name + "\""));
        assertThat(opened.asByteArray()).isEqualTo(PNG);
        given().urlEncodingEnabled(false).head(link).then().statusCode(200).header("Content-Length", "64");
        Awaitility.await().untilAsserted(() -> as(alice)
                .get(Jobs.HISTORY + "?status=" + state)
                .then()
                .body("jobs.input_image_url", equalTo(List.of(link))));
    }

    @Test
    void servesInputLikeAResult() {
        String input = Jobs.job(submitted(alice)) + "/input";
        String etag = as(alice).get(input).header("ETag");
        as(alice).header("If-None-Match", etag).get(input).then().statusCode(304);
        as(alice).header("If-Match", "\"other\"").get(input).then().statusCode(412);
        as(alice)
                .header("Range", "bytes=1-3")
                .get(input)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 1-3/64")
                .body(equalTo("PNG"));
        assertProblem(
                as(alice).header("Range", "bytes=64-").get(input), 416, "RANGE_NOT_SATISFIABLE", containsString("64"));
        as(alice)
                .get(input + "?filename=cat.exe")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("filename=\"cat.exe.png\""));
        as(alice)
                .get(input + "?format=base64")
                .then()
                .statusCode(200)
                .body(
                        "base64_data",
                        equalTo("data:image/png;base64," + Base64.getEncoder().encodeToString(PNG)))
                .body("generation_info", nullValue());
        assertProblem(as(alice).get(input + "?format=x"), 422, "VALIDATION_FAILED", containsString("format"));
        assertProblem(as(bob).get(input), 403, "ACCESS_DENIED", "Access denied to this job");
        as(admin).get(input).then().statusCode(200);
    }

    @Test
    void thumbnailPrefersTheFirstImage() {
        String mesh = JobFolders.upload("in.glb", "mesh");
        String image = JobFolders.upload("in.png", "source");
        String other = JobFolders.upload("in.png", "target");
        Map<String, String> served = new LinkedHashMap<>();
        served.put(
                job(
                        "image_mesh_editing",
                        Map.of("mesh_path", mesh, "source_image_path", image, "target_image_path", other)),
                "source");
        served.put(job("image_mesh_painting", Map.of("mesh_path", mesh, "image_path", image)), "source");
        served.put(job("auto_rig", Map.of("mesh_path", mesh)), "mesh");
        served.put(job("a_feature_of_old", Map.of("mesh_path", mesh, "image_path", other)), "target");
        served.forEach((id, content) -> {
            as(alice).get(Jobs.job(id) + "/input").then().statusCode(200).body(equalTo(content));
            Jobs.status(alice, id).then().body("containsKey('input_image_url')", equalTo(!content.equals("mesh")));
        });
        String none = job("text_to_textured_mesh", Map.of("text_prompt", "image_path\""));
        assertProblem(as(alice).get(Jobs.job(none) + "/input"), 404, "FILE_NOT_FOUND", "This job has no input file.");
    }

    private String job(String feature, Map<String, Object> inputs) {
        String id = jobs.queued(alice.userId());
        jobs.give(id, feature, inputs);
        return id;
    }

    @Test
    void missingInputImageIs404AndNotShown() throws IOException {
        String id = submitted(alice);
        String link = Jobs.status(alice, id).path("input_image_url");
        Files.delete(Path.of(pathOf(id)));
        Jobs.status(alice, id)
                .then()
                .statusCode(200)
                .body("input_image_url", nullValue())
                .body("input_image_file_info", nullValue());
        assertProblem(
                given().urlEncodingEnabled(false).get(link),
                404,
                "FILE_NOT_FOUND",
                "The file is no longer on the server.");
    }
}
