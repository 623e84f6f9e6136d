package org.meshgate.files;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.upload.JobUploadsFolder;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.TestClock;

/** The routes of uploads, for everybody who may call them and for those who may not. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UploadRoutesTest {

    private static final String ROOT = "/api/v1/file-upload";
    private static final byte[] PNG = UploadSamples.png(16, 16);

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @Inject
    TestClock clock;

    private Account alice;

    @BeforeEach
    void register() {
        alice = Api.register();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private static Response upload(Account account, String kind, String filename, byte[] content) {
        return as(account).multiPart("file", filename, content).post(ROOT + "/" + kind);
    }

    private static String image(Account account) {
        Response response = upload(account, "image", "cat.png", PNG);
        response.then().statusCode(200);
        return response.path("file_id");
    }

    private JsonNode record(String id) throws IOException {
        return new ObjectMapper().readTree(redis.get("file:" + id));
    }

    @Test
    void responseAndRecordHaveTheFormOfTheOldService() throws IOException {
        // When
        Response response = upload(alice, "image", "cat.png", PNG);
        // Then
        Map<String, Object> answer = response.then().statusCode(200).extract().path("");
        assertThat(answer.keySet())
                .containsExactly("file_id", "filename", "file_type", "file_size_mb", "upload_time", "expires_at");
        String id = response.path("file_id");
        assertThat(answer).containsEntry("filename", "cat.png").containsEntry("file_type", "image");
        assertThat(Instant.parse(response.path("expires_at")))
                .isEqualTo(Instant.parse(response.path("upload_time")).plus(Duration.ofDays(1)));
        // And the record is the old one with an owner
        JsonNode record = record(id);
        assertThat(record.fieldNames())
                .toIterable()
                .containsExactly(
                        "file_id",
                        "filename",
                        "file_path",
                        "file_type",
                        "file_size_mb",
                        "upload_time",
                        "expires_at",
                        "is_available",
                        "user_id");
        assertThat(record.get("file_path").asText())
                .isEqualTo(JobUploadsFolder.SETTING + "/image/" + id.substring(0, 2) + "/upload_" + id + ".png");
        assertThat(record.get("file_size_mb").asDouble()).isEqualTo(64.0 / 1048576);
        assertThat(record.get("upload_time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
        assertThat(record.get("is_available").asBoolean()).isTrue();
        assertThat(record.get("user_id").asText()).isEqualTo(alice.userId());
        assertThat(redis.timeToLiveMillis("file:" + id)).isBetween(86_000_000L, 86_400_000L);
        // And the indexes are, with whole seconds
        for (String index : List.of("files:all", "files:image", "files:owner:" + alice.userId())) {
            assertThat(redis.send(Command.ZSCORE, "3daigc:" + index, id).toDouble() % 1)
                    .as(index)
                    .isZero();
        }
        assertThat(redis.send(Command.ZSCORE, "3daigc:files:mesh", id)).isNull();
        // And the file is on the disk, and nothing else of it
        Path file = Path.of(record.get("file_path").asText());
        assertThat(Files.readAllBytes(file)).isEqualTo(PNG);
        assertThat(JobUploadsFolder.files())
                .filteredOn(path -> path.toString().contains(id))
                .hasSize(1);
    }

    @Test
    void metadataIsForTheOwnerAndAdministrators() throws IOException {
        String id = image(alice);
        for (Account reader : List.of(alice, accounts.createAdmin())) {
            Map<String, Object> body = as(reader)
                    .get(ROOT + "/metadata/" + id)
                    .then()
                    .statusCode(200)
                    .body("file_id", equalTo(id))
                    .body("filename", equalTo("cat.png"))
                    .body("file_type", equalTo("image"))
                    .body("is_available", equalTo(true))
                    .extract()
                    .path("");
            assertThat(body.keySet())
                    .containsExactly(
                            "file_id",
                            "filename",
                            "file_type",
                            "file_size_mb",
                            "upload_time",
                            "expires_at",
                            "is_available");
        }
        assertProblem(
                as(Api.register()).get(ROOT + "/metadata/" + id),
                403,
                "FILE_ACCESS_DENIED",
                "Access denied to this file");
        assertProblem(given().get(ROOT + "/metadata/" + id), 401, "TOKEN_REQUIRED", containsString("missing"));
        // And a file that is gone from the disk says so
        Files.delete(Path.of(record(id).get("file_path").asText()));
        as(alice).get(ROOT + "/metadata/" + id).then().body("is_available", equalTo(false));
    }

    @Test
    void theListIsTheCallersOwn() {
        String first = image(alice);
        String mesh = upload(alice, "mesh", "a.glb", UploadSamples.glb(50)).path("file_id");
        Account bob = Api.register();
        String foreign = image(bob);
        Map<String, Object> body = as(alice)
                .get(ROOT + "/list")
                .then()
                .statusCode(200)
                .body("files.file_id", containsInAnyOrder(first, mesh))
                .body("count", equalTo(2))
                .body("total_files", equalTo(2))
                .extract()
                .path("files[0]");
        assertThat(body.keySet())
                .containsExactly("file_id", "filename", "file_type", "file_size_mb", "upload_time", "is_available");
        as(alice).get(ROOT + "/list?file_type=mesh").then().body("files.file_id", containsInAnyOrder(mesh));
        as(alice)
                .get(ROOT + "/list?limit=1&offset=1")
                .then()
                .body("files", hasSize(1))
                .body("count", equalTo(1));
        as(alice).get(ROOT + "/list?offset=7").then().body("files", hasSize(0));
        List<String> all = as(accounts.createAdmin())
                .get(ROOT + "/list?limit=500&file_type=all")
                .path("files.file_id");
        assertThat(all).contains(first, mesh, foreign);
        assertProblem(given().get(ROOT + "/list"), 401, "TOKEN_REQUIRED", containsString("missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=-1", "limit=501", "limit=x", "offset=-1", "file_type=owner:x"})
    void invalidListParametersAreRefused(String query) {
        assertProblem(as(alice).get(ROOT + "/list?" + query), 422, "VALIDATION_FAILED", containsString("must be"));
    }

    @Test
    void onlyTheOwnerAndAdministratorsDelete() throws IOException {
        String id = image(alice);
        Path file = Path.of(record(id).get("file_path").asText());
        assertProblem(given().delete(ROOT + "/" + id), 401, "TOKEN_REQUIRED", containsString("missing"));
        assertProblem(
                as(Api.register()).delete(ROOT + "/" + id), 403, "FILE_ACCESS_DENIED", "Access denied to this file");
        assertThat(file).exists();
        as(alice)
                .delete(ROOT + "/" + id)
                .then()
                .statusCode(200)
                .body("file_id", equalTo(id))
                .body("filename", equalTo("cat.png"))
                .body("message", equalTo("File deleted successfully"));
        assertThat(file).doesNotExist();
        assertThat(redis.dump()).doesNotContain(id);
        assertProblem(as(alice).delete(ROOT + "/" + id), 404, "FILE_NOT_FOUND", "File not found or expired");
        String other = image(alice);
        as(accounts.createAdmin()).delete(ROOT + "/" + other).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "..", "%2e%2e", "a%00b", "*", "%f0%9f%90%b1", "e07c3e7b:x"})
    void anUnknownIdIsNotFound(String id) {
        Response response = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + alice.token())
                .get(ROOT + "/metadata/" + id);
        assertThat(response.statusCode()).isIn(400, 404);
    }

    @Test
    void recordsWithoutAnOwnerBelongToAdministrators() {
        // Given the recorded record of 3DAIGC-API
        String id = "e07c3e7b-c792-4c10-8c93-65a80b0a212c";
        redis.send(
                Command.SET,
                "3daigc:file:" + id,
                "{\"file_id\": \"" + id + "\", \"filename\": \"cat.png\", \"file_path\": "
                        + "\"uploads/image/e0/upload_eb62c614-2acf-435c-b01c-f88f7ae09ded.png\", \"file_type\": \"image\", "
                        + "\"file_size_mb\": 7.05718994140625e-05, \"upload_time\": \"2026-11-22T06:22:26.968788\", "
                        + "\"expires_at\": \"2096-11-23T06:22:26.968795\", \"is_available\": true}");
        redis.send(Command.ZADD, "3daigc:files:all", "1795328546", id);
        redis.send(Command.ZADD, "3daigc:files:image", "1795328546", id);
        assertProblem(as(alice).get(ROOT + "/metadata/" + id), 403, "FILE_ACCESS_DENIED", "Access denied to this file");
        Account admin = accounts.createAdmin();
        as(admin)
                .get(ROOT + "/metadata/" + id)
                .then()
                .statusCode(200)
                .body("filename", equalTo("cat.png"))
                .body("upload_time", equalTo("2026-11-22T06:22:26.968Z"))
                .body("is_available", equalTo(false));
        as(admin).delete(ROOT + "/" + id).then().statusCode(200);
        assertThat(redis.dump()).doesNotContain(id);
    }

    @Test
    void expiredUploadsAreAbsentFromEveryResponse() {
        // Given an upload, and one whose record Redis has dropped already
        String old = image(alice);
        String dropped = image(alice);
        redis.send(Command.DEL, "3daigc:file:" + dropped);
        as(alice)
                .get(ROOT + "/list")
                .then()
                .body("files.file_id", containsInAnyOrder(old))
                .body("total_files", equalTo(1));
        assertThat(redis.dump()).doesNotContain(dropped);
        clock.advance(Duration.ofHours(25));
        assertProblem(as(alice).get(ROOT + "/metadata/" + old), 404, "FILE_NOT_FOUND", "File not found or expired");
        as(alice).get(ROOT + "/list").then().body("files", hasSize(0));
    }

    @Test
    void theFormatsAreThoseThatAreTaken() {
        as(alice)
                .get(ROOT + "/supported-formats")
                .then()
                .statusCode(200)
                .body("image.formats", containsInAnyOrder(".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tiff"))
                .body("image.max_size_mb", equalTo(0.25f))
                .body("mesh.formats", containsInAnyOrder(".glb", ".obj", ".fbx", ".ply", ".stl", ".gltf"))
                .body("mesh.max_size_mb", equalTo(8))
                .body("mesh.description", equalTo("Supported mesh formats for upload"))
                .body("retention.default_hours", equalTo(24))
                .body("retention.description", equalTo("Files are automatically deleted after 24 hours"));
        as(alice)
                .get("/api/v1/mesh-generation/supported-formats")
                .then()
                .statusCode(200)
                .body("input_formats.image", containsInAnyOrder("png", "jpg", "jpeg", "webp", "bmp", "tiff"))
                .body("input_formats.base64", containsInAnyOrder("image/png", "image/jpeg", "model/gltf-binary"))
                .body("output_formats.mesh", equalTo(List.of("glb")))
                .body("upload_limits.mesh_max_size_mb", equalTo(8))
                .body("upload_limits.image_max_resolution", equalTo(List.of(8192, 8192)));
        assertProblem(given().get(ROOT + "/supported-formats"), 401, "TOKEN_REQUIRED", containsString("missing"));
    }

    @Test
    void quotaLimitsTheBytesOfAUser() {
        // Given as much as there may be, nearly
        byte[] large = UploadSamples.glb(7 * 1024 * 1024);
        String first = upload(alice, "mesh", "a.glb", large).path("file_id");
        upload(alice, "mesh", "b.glb", large).then().statusCode(200);
        int before = JobUploadsFolder.files().size();
        // Then the next is too much, and leaves nothing
        assertProblem(upload(alice, "mesh", "c.glb", large), 429, "UPLOAD_QUOTA_EXCEEDED", containsString("20971520"));
        assertThat(JobUploadsFolder.files()).hasSize(before);
        // But for others there is room, and a deleted or expired file makes some
        image(Api.register());
        as(alice).delete(ROOT + "/" + first).then().statusCode(200);
        String third = upload(alice, "mesh", "c.glb", large).path("file_id");
        redis.send(Command.DEL, "3daigc:file:" + third);
        upload(alice, "mesh", "d.glb", large).then().statusCode(200);
        assertThat(redis.hashField("files:usage", alice.userId())).isEqualTo(Integer.toString(14 * 1024 * 1024));
    }
}
