package org.meshgate.jobs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
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

/** Who may read the input image of a job, and from where. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class JobInputAccessTest {

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

    private String job(String feature, Map<String, Object> inputs) {
        String id = jobs.queued(alice.userId());
        jobs.give(id, feature, inputs);
        return id;
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
