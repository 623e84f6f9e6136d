package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
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
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meshgate.files.Outputs;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.FinishedJobs;
import org.meshgate.testing.GpuScheduler;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;

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

    @Inject
    RedisView redis;

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

    @Test
    void linkEndsWithItsJobAndItsViewer() {
        String id = submitted(alice);
        String alices = Jobs.status(alice, id).path("input_image_url");
        String admins = Jobs.status(admin, id).path("input_image_url");
        // a viewer who is switched off
        redis.set(
                "user:" + alice.userId(),
                redis.get("user:" + alice.userId()).replaceFirst("\"is_active\": ?true", "\"is_active\":false"));
        assertThat(redis.get("user:" + alice.userId())).contains("\"is_active\":false");
        assertProblem(given().urlEncodingEnabled(false).get(alices), 403, "LINK_INVALID", "This link is not valid.");
        given().urlEncodingEnabled(false).get(admins).then().statusCode(200);
        // one altered, and one of another file
        assertProblem(
                given().urlEncodingEnabled(false).get(admins.replace("/input", "/download")),
                403,
                "LINK_INVALID",
                "This link is not valid.");
        as(admin).delete(Jobs.job(id)).then().statusCode(200);
        assertProblem(given().urlEncodingEnabled(false).get(admins), 404, "JOB_NOT_FOUND", "Job not found");
    }

    @Test
    void forgedRecordCannotReachForeignUpload() {
        // Given Bob's upload, and a record that the old service let Alice write
        String bobs = pathOf(submitted(bob));
        String forged = job("image_to_raw_mesh", Map.of("image_path", bobs));
        // Then
        assertClosed(alice, forged, 403);
        as(admin).get(Jobs.job(forged) + "/input").then().statusCode(200);
        // also when it is reached by a name that tells nothing
        Path link = JobFolders.UPLOADS.resolve("image/" + Api.unique("upload_") + ".png");
        JobFolders.write(link.resolveSibling("x"), "");
        symbolicLink(link, Path.of(bobs).toAbsolutePath());
        assertClosed(alice, job("image_to_raw_mesh", Map.of("image_path", link.toString())), 403);
    }

    @Test
    void ownerlessUploadIsForAdministrators() {
        String upload = UUID.randomUUID().toString();
        redis.send(Command.SET, "3daigc:file:" + upload, "{\"file_path\":\"x\"}");
        Path file = JobFolders.write(JobFolders.UPLOADS.resolve("image/aa/upload_" + upload + ".png"), "nobody's");
        String id = job("image_to_raw_mesh", Map.of("image_path", file.toString()));
        assertClosed(alice, id, 403);
        as(admin).get(Jobs.job(id) + "/input").then().statusCode(200).body(equalTo("nobody's"));
    }

    @Test
    void servesPathInputsToAdministratorsOnly() {
        Path file = JobFolders.write(JobFolders.INPUTS.resolve(Api.unique("cat-") + ".png"), SECRET);
        String admins = jobs.queued(admin.userId());
        jobs.give(admins, "image_to_raw_mesh", Map.of("image_path", file.toString()));
        as(admin).get(Jobs.job(admins) + "/input").then().statusCode(200).body(equalTo(SECRET));
        Jobs.status(admin, admins).then().body("", hasEntry("inputs", Map.of("image_path", file.toString())));
        given().urlEncodingEnabled(false)
                .get(Jobs.status(admin, admins).<String>path("input_image_url"))
                .then()
                .statusCode(200)
                .body(equalTo(SECRET));
        // a user could have written that only into a record of the old service
        assertClosed(alice, job("image_to_raw_mesh", Map.of("image_path", file.toString())), 403);
    }

    /** Any path of the server could stand in a record of 3DAIGC-API, whose route of this name served it. */
    @TestFactory
    Stream<DynamicTest> noOtherFileOfTheServerIsServed() throws IOException {
        Path outside = JobFolders.write(
                JobFolders.UPLOADS.resolveSibling(JobFolders.UPLOADS.getFileName() + "-else/" + Api.unique("x-")),
                SECRET);
        Path link = JobFolders.UPLOADS.resolve(Api.unique("link-") + ".png");
        JobFolders.write(JobFolders.UPLOADS.resolve("x"), "");
        symbolicLink(link, outside);
        Path result = Outputs.write(Api.unique("result-") + ".glb", SECRET);
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("passwords", "/etc/passwd");
        paths.put("a process", "/proc/self/environ");
        paths.put("a neighbour whose name begins alike", outside.toString());
        paths.put("up", "uploads/../" + outside.getParent().getFileName() + "/" + outside.getFileName());
        paths.put(
                "up and absolute",
                JobFolders.UPLOADS + "/../" + outside.getParent().getFileName() + "/" + outside.getFileName());
        paths.put("a link", link.toString());
        paths.put("somebody's result", result.toString());
        paths.put("a temporary folder of the old service", "/tmp/mesh_gen_ab12cd34/b64_x.png");
        paths.put("the folder itself", JobFolders.UPLOADS.toString());
        paths.put("a folder", "uploads/image");
        paths.put("a zero byte", "uploads/x\u0000.png");
        paths.put("a URL", "file://" + outside);
        return paths.entrySet().stream()
                .map(path -> dynamicTest(path.getKey(), () -> {
                    String id = job("image_to_raw_mesh", Map.of("image_path", path.getValue()));
                    for (Account caller : List.of(alice, admin)) {
                        assertClosed(caller, id, 0);
                    }
                }));
    }

    private void assertClosed(Account caller, String id, int expected) {
        for (String query : List.of("", "?format=base64")) {
            Response answer = as(caller).get(Jobs.job(id) + "/input" + query);
            assertThat(answer.asString()).doesNotContain(SECRET);
            assertThat(answer.statusCode()).isIn(expected == 0 ? List.of(403, 404) : List.of(expected));
            assertThat(answer.<String>path("error")).isIn("FILE_ACCESS_DENIED", "FILE_NOT_FOUND");
        }
        assertThat(as(caller).head(Jobs.job(id) + "/input").statusCode()).isIn(403, 404);
        Jobs.status(caller, id)
                .then()
                .statusCode(200)
                .body("input_image_url", nullValue())
                .body("input_image_file_info", nullValue());
    }

    private static void symbolicLink(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
