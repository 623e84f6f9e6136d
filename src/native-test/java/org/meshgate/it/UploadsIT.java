package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.meshgate.it.Client.SUBMIT;
import static org.meshgate.it.Problems.assertProblem;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.files.UploadSamples;

/** Uploads to the packaged program: what is stored, what is refused, and whose it is. */
class UploadsIT {

    private static final String PASSWORD = "long enough";
    private static final String FILES = "/api/v1/file-upload";
    private static final byte[] PNG = UploadSamples.png(16, 16);

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static Meshgate meshgate;
    private static Client alice;
    private static Client bob;
    private static Client admin;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL",
                        redis.url(),
                        "P3D_STORAGE__UPLOADS",
                        directory.resolve("uploads").toString(),
                        "P3D_LIMITS__IMAGE",
                        "4K",
                        "P3D_LIMITS__IMAGE_SIDE",
                        "100"));
        alice = Client.user(meshgate, "alice", PASSWORD);
        bob = Client.user(meshgate, "bob", PASSWORD);
        admin = Client.admin(meshgate, directory, redis, "root", PASSWORD);
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    private static Response upload(Client client, String kind, String name, byte[] content) {
        return client.request().multiPart("file", name, content).post(FILES + "/" + kind);
    }

    private static List<Path> uploadsOnDisk() throws IOException {
        if (!Files.exists(directory.resolve("uploads"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory.resolve("uploads"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Path onDisk(String kind, String id, String extension) {
        return directory.resolve("uploads/" + kind + "/" + id.substring(0, 2) + "/upload_" + id + extension);
    }

    @Test
    void anImageAndAMeshAreStoredListedAndDeleted() throws IOException {
        // Given
        Client carol = Client.user(meshgate, "carol", PASSWORD);
        byte[] glb = UploadSamples.glb(5000);
        // When
        Response image = upload(carol, "image", "cat.PNG", PNG);
        Response mesh = upload(carol, "mesh", "cat.glb", glb);
        // Then
        image.then()
                .statusCode(200)
                .body("file_id", matchesPattern("[0-9a-f-]{36}"))
                .body("filename", equalTo("cat.PNG"))
                .body("file_type", equalTo("image"))
                .body("file_size_mb", equalTo(64f / 1048576));
        assertThat(Instant.parse(image.path("expires_at")))
                .isEqualTo(Instant.parse(image.path("upload_time")).plus(Duration.ofDays(1)));
        mesh.then().statusCode(200).body("file_type", equalTo("mesh"));
        String id = mesh.path("file_id");
        Path file = onDisk("mesh", id, ".glb");
        assertThat(file).hasBinaryContent(glb);
        assertThat(onDisk("image", image.path("file_id"), ".png")).hasBinaryContent(PNG);
        // And both are told of
        carol.request()
                .get(FILES + "/metadata/" + id)
                .then()
                .statusCode(200)
                .body("filename", equalTo("cat.glb"))
                .body("is_available", equalTo(true));
        carol.request()
                .get(FILES + "/list")
                .then()
                .statusCode(200)
                .body("count", equalTo(2))
                .body("total_files", equalTo(2));
        carol.request().get(FILES + "/list?file_type=mesh").then().body("files.file_id", contains(id));
        // And one is deleted
        carol.request()
                .delete(FILES + "/" + id)
                .then()
                .statusCode(200)
                .body("file_id", equalTo(id))
                .body("filename", equalTo("cat.glb"))
                .body("message", equalTo("File deleted successfully"));
        assertThat(file).doesNotExist();
        assertProblem(carol.request().get(FILES + "/metadata/" + id), 404, "FILE_NOT_FOUND");
    }

    @Test
    void refusedUploadsLeaveNothing() throws IOException {
        List<Path> before = uploadsOnDisk();
        assertProblem(upload(bob, "image", "cat.png", new byte[100]), 422, "VALIDATION_FAILED")
                .body("errors.field", contains("file"));
        assertProblem(upload(bob, "mesh", "cat.glb", PNG), 422, "VALIDATION_FAILED");
        assertProblem(upload(bob, "image", "cat.exe", PNG), 422, "VALIDATION_FAILED");
        assertProblem(upload(bob, "image", "wide.png", UploadSamples.png(101, 1)), 422, "VALIDATION_FAILED");
        assertProblem(upload(bob, "image", "cat.png", Arrays.copyOf(PNG, 4097)), 413, "BODY_TOO_LARGE")
                .body("detail", containsString("4096"));
        assertProblem(upload(Client.nobody(meshgate), "image", "cat.png", PNG), 401, "TOKEN_REQUIRED");
        assertProblem(bob.json(Map.of("file", "x")).post(FILES + "/image"), 415, "UNSUPPORTED_MEDIA_TYPE");
        bob.request().get(FILES + "/list").then().statusCode(200).body("total_files", equalTo(0));
        assertThat(uploadsOnDisk()).isEqualTo(before);
        // And as large as it may be is not too large
        upload(alice, "image", "cat.png", Arrays.copyOf(PNG, 4096)).then().statusCode(200);
    }

    @Test
    void uploadsOfOthersAreOutOfReach() {
        String id = upload(alice, "image", "mine.png", PNG).path("file_id");
        assertProblem(bob.request().get(FILES + "/metadata/" + id), 403, "FILE_ACCESS_DENIED");
        assertProblem(bob.request().delete(FILES + "/" + id), 403, "FILE_ACCESS_DENIED");
        assertProblem(
                bob.json(Map.of("image_file_id", id)).post(SUBMIT + "/image-to-textured-mesh"),
                403,
                "FILE_ACCESS_DENIED");
        assertProblem(Client.nobody(meshgate).request().get(FILES + "/metadata/" + id), 401, "TOKEN_REQUIRED");
        admin.request().get(FILES + "/metadata/" + id).then().statusCode(200);
    }
}
