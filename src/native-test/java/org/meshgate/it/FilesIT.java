package org.meshgate.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.it.Client.JOBS;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Problems.assertProblem;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.files.UploadSamples;

/** Files of jobs out of the packaged program, as a GPU worker left them: whole, in parts and by links. */
class FilesIT {

    private static final String PASSWORD = "long enough";
    private static final String FILES = "/api/v1/file-upload";
    private static final byte[] PNG = UploadSamples.png(16, 16);
    private static final byte[] MESH = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PICTURE = "a picture".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MANIFEST = "{\"environment\":\"deep/x.ply\"}".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static GpuWorker worker;
    private static Meshgate meshgate;
    private static Client alice;
    private static Client bob;
    private static Client admin;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        worker = new GpuWorker(redis, directory.resolve("results"));
        meshgate = Meshgate.serve(directory, settings());
        alice = Client.user(meshgate, "alice", PASSWORD);
        bob = Client.user(meshgate, "bob", PASSWORD);
        admin = Client.admin(meshgate, directory, redis, "root", PASSWORD);
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        worker.close();
        redis.close();
    }

    private static Map<String, String> settings() {
        return Map.of(
                "P3D_REDIS_URL", redis.url(),
                "P3D_STORAGE__OUTPUTS", directory.resolve("results").toString(),
                "P3D_STORAGE__UPLOADS", directory.resolve("uploads").toString());
    }

    private static Response upload(Client client, String kind, String name, byte[] content) {
        return client.request().multiPart("file", name, content).post(FILES + "/" + kind);
    }

    /** For links, which are not to be encoded once more. */
    private static RequestSpecification byLink() {
        return given().urlEncodingEnabled(false);
    }

    /** Of alice, with a file of every kind. */
    private static String finishedJob() {
        String job = alice.json(Map.of(
                        "image_file_id", upload(alice, "image", "cat.png", PNG).path("file_id")))
                .post(SUBMIT + "/image-to-textured-mesh")
                .path("job_id");
        Path manifest = worker.write("worlds/" + job + "/world.manifest.json", MANIFEST);
        worker.write("worlds/" + job + "/deep/x.ply", PICTURE);
        worker.complete(
                job,
                Map.of(
                        "output_mesh_path",
                        worker.write(job + ".glb", MESH).toString(),
                        "thumbnail_path",
                        worker.write(job + ".png", PICTURE).toString(),
                        "world_directory",
                        manifest.getParent().toString(),
                        "world_manifest_path",
                        manifest.toString(),
                        "success",
                        true));
        return job;
    }

    @Test
    void aResultWholeAndInParts() {
        // Given
        String url = JOBS + "/" + finishedJob() + "/download";
        // Then it comes whole
        Response whole = alice.request().get(url);
        whole.then()
                .statusCode(200)
                .header("Content-Type", equalTo("model/gltf-binary"))
                .header("Content-Length", equalTo("10"))
                .header("Accept-Ranges", equalTo("bytes"))
                .header("X-File-Size", equalTo("10"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Content-Disposition", containsString(".glb"));
        assertThat(whole.asByteArray()).isEqualTo(MESH);
        // And in parts
        assertPart(url, "bytes=2-4", "bytes 2-4/10", "234");
        assertPart(url, "bytes=7-", "bytes 7-9/10", "789");
        assertPart(url, "bytes=-4", "bytes 6-9/10", "6789");
        assertPart(url, "bytes=8-100", "bytes 8-9/10", "89");
        assertProblem(alice.request().header("Range", "bytes=10-").get(url), 416, "RANGE_NOT_SATISFIABLE")
                .header("Content-Range", equalTo("bytes */10"));
        // And not at all when it is known, or only its head is asked for
        String tag = whole.header("ETag");
        Response same = alice.request().header("If-None-Match", tag).get(url);
        same.then().statusCode(304).header("ETag", equalTo(tag));
        assertThat(same.asByteArray()).isEmpty();
        alice.request().header("If-None-Match", "\"another\"").get(url).then().statusCode(200);
        Response head = alice.request().head(url);
        head.then().statusCode(200).header("Content-Length", equalTo("10")).header("ETag", equalTo(tag));
        // And under another name
        alice.request()
                .get(url + "?filename=cat.glb")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("cat.glb"));
    }

    private static void assertPart(String url, String range, String told, String content) {
        Response part = alice.request().header("Range", range).get(url);
        part.then()
                .statusCode(206)
                .header("Content-Range", equalTo(told))
                .header("Content-Length", equalTo("" + content.length()));
        assertThat(part.asString()).isEqualTo(content);
    }

    @Test
    void everyFileOfAJobByTokenAndByLink() {
        // Given
        String job = finishedJob();
        Response status = alice.status(job);
        // Then
        for (String route : List.of("/download", "/files/output_mesh_path", "/download?asset=output_mesh_path")) {
            assertContent(alice.request().get(JOBS + "/" + job + route), MESH);
        }
        assertContent(alice.request().get(JOBS + "/" + job + "/thumbnail"), PICTURE);
        assertContent(alice.request().get(JOBS + "/" + job + "/input"), PNG);
        assertContent(alice.request().get(JOBS + "/" + job + "/world/deep/x.ply"), PICTURE);
        // And links need no token
        assertContent(byLink().get(status.<String>path("result.mesh_url")), MESH);
        assertContent(byLink().get(status.<String>path("result.thumbnail_url")), PICTURE);
        assertContent(byLink().get(status.<String>path("input_image_url")), PNG);
        String world = status.path("result.world_base_url");
        assertContent(byLink().get(world + "world.manifest.json"), MANIFEST);
        assertContent(byLink().get(world + "deep/x.ply"), PICTURE);
        // And the document in base64 has the same bytes
        alice.request()
                .get(JOBS + "/" + job + "/thumbnail?format=base64")
                .then()
                .statusCode(200)
                .body("job_id", equalTo(job))
                .body("base64_data", containsString("YSBwaWN0dXJl"))
                .body("content_type", equalTo("image/png"));
    }

    private static void assertContent(Response response, byte[] content) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.asByteArray()).isEqualTo(content);
    }

    @Test
    void whatIsDoneToALinkEndsIt() {
        // Given
        String job = finishedJob();
        String link = alice.status(job).path("result.mesh_url");
        byLink().head(link).then().statusCode(200).header("Content-Length", equalTo("10"));
        byLink().header("Range", "bytes=-1").get(link).then().statusCode(206);
        // Then
        char last = link.charAt(link.length() - 2); // the very last one has bits that mean nothing
        String altered =
                link.substring(0, link.length() - 2) + (last == 'A' ? 'B' : 'A') + link.charAt(link.length() - 1);
        for (String wrong : List.of(
                altered,
                link.replaceFirst("exp=\\d", "exp=9"),
                link.replaceFirst("[?&]sig=[^&]*", ""),
                link.replaceFirst("exp=\\d+&", ""),
                link.replace("/download", "/thumbnail"),
                link.replace(job, finishedJob()))) {
            assertProblem(byLink().get(wrong), 403, "LINK_INVALID");
        }
        // And a good token beside it opens what the token may
        byLink().header("Authorization", "Bearer " + alice.token())
                .get(altered)
                .then()
                .statusCode(200);
        String world = alice.status(job).path("result.world_base_url");
        assertProblem(byLink().get(world.replaceFirst("/$", "x/") + "deep/x.ply"), 403, "LINK_INVALID");
    }

    @Test
    void filesOfOthersAreOutOfReach() {
        // Given
        String job = finishedJob();
        for (String route :
                List.of("/download", "/thumbnail", "/input", "/files/output_mesh_path", "/world/deep/x.ply")) {
            String url = JOBS + "/" + job + route;
            // Then
            assertProblem(bob.request().get(url), 403, "ACCESS_DENIED")
                    .body("detail", equalTo("Access denied to this job"));
            assertProblem(Client.nobody(meshgate).request().get(url), 401, "TOKEN_REQUIRED");
            admin.request().get(url).then().statusCode(200);
        }
    }

    @Test
    void filesOfOthersAreNotThereWhereTheOperatorSaysSo() {
        // Given
        String job = finishedJob();
        String file = upload(alice, "image", "mine.png", PNG).path("file_id");
        // When another server on the same data hides them
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("P3D_SECURITY__HIDE_FOREIGN_JOBS", "true");
        try (Meshgate hiding = Meshgate.serve(directory, settings)) {
            Client there = new Client(hiding.url(), bob.token());
            // Then
            assertProblem(there.request().get(JOBS + "/" + job + "/download"), 404, "JOB_NOT_FOUND");
            assertProblem(there.request().get(FILES + "/metadata/" + file), 404, "FILE_NOT_FOUND");
            assertContent(new Client(hiding.url(), alice.token()).request().get(JOBS + "/" + job + "/download"), MESH);
        }
    }

    @Test
    void filesOutsideOfTheFolderOfResultsAreNotServed() throws IOException {
        // Given
        Path secret = Files.writeString(directory.resolve("secret.glb"), "secret");
        Path link = worker.write("links/x", MESH).resolveSibling("link.glb");
        Files.createSymbolicLink(link, secret);
        for (Path path : List.of(secret, link, directory.resolve("results/../secret.glb"))) {
            String job = alice.submit("a cat");
            worker.complete(job, Map.of("output_mesh_path", path.toString(), "success", true));
            // Then
            assertProblem(alice.request().get(JOBS + "/" + job + "/download"), 403, "FILE_ACCESS_DENIED");
        }
        String gone = alice.submit("a cat");
        worker.complete(
                gone,
                Map.of("output_mesh_path", directory.resolve("results/gone.glb").toString(), "success", true));
        assertProblem(alice.request().get(JOBS + "/" + gone + "/download"), 404, "FILE_NOT_FOUND");
    }
}
