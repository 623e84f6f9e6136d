package org.meshgate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Workers.TEXTURED;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.files.Outputs;
import org.meshgate.files.UploadSamples;
import org.meshgate.runtime.Digests;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.Api;
import org.meshgate.testing.Api.Account;
import org.meshgate.testing.Jobs;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.RedisView;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Lease;
import org.meshgate.testing.Workers.Worker;

/** Files that workers upload. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ResultUploadsTest {

    private static final byte[] MESH = UploadSamples.glb(3000);
    private static final String DIGEST = Base64.getEncoder().encodeToString(Digests.sha256(MESH));

    @Inject
    Accounts accounts;

    @Inject
    RedisView redis;

    @TestHTTPResource
    URI server;

    private Account alice;
    private Worker worker;
    private Lease lease;

    @BeforeEach
    void aHeldJob() {
        redis.clearQueue();
        alice = Api.register();
        worker = Workers.create(accounts.createAdmin());
        Jobs.submit(alice);
        lease = worker.claimOne(TEXTURED);
    }

    private Path staging() {
        return Outputs.FOLDER.resolve(".incoming/" + lease.jobId() + "_1");
    }

    private Response put(String name, byte[] content, String digest) {
        return worker.request()
                .contentType("application/octet-stream")
                .header("Repr-Digest", digest)
                .body(content)
                .put(lease.path() + "/files/" + name + "?lease=" + lease.lease());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-256=:DIGEST:",
                "sha-512=:bm90IGNoZWNrZWQ=:, sha-256=:DIGEST:",
                "sha-256=:DIGEST:;q=1",
                "md5=:bm90IGNoZWNrZWQ=:",
                "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:, sha-256=:DIGEST:"
            })
    void aFittingDigestIsAccepted(String header) {
        put("a.glb", MESH, header.replace("DIGEST", DIGEST))
                .then()
                .statusCode(201)
                .body("sha256", equalTo(HexFormat.of().formatHex(Digests.sha256(MESH))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:",
                "sha-256=:bm90IDMyIGJ5dGVz:",
                "sha-256=:DIGEST",
                "sha-256=DIGEST",
                "sha-256",
                "sha-256=:****:"
            })
    void anotherDigestKeepsNothing(String header) throws IOException {
        assertProblem(
                put("a.glb", MESH, header.replace("DIGEST", DIGEST)),
                422,
                "VALIDATION_FAILED",
                containsString("Repr-Digest must "));
        assertThat(files()).isEmpty();
    }

    private java.util.List<String> files() throws IOException {
        if (!Files.isDirectory(staging())) {
            return java.util.List.of();
        }
        try (Stream<Path> files = Files.list(staging())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theSameBytesAgainAreFineAndOthersAreNot() throws IOException {
        worker.upload(lease, "a.glb", MESH).then().statusCode(201);
        worker.upload(lease, "a.glb", MESH).then().statusCode(200).body("size_bytes", equalTo(3000));
        assertProblem(
                worker.upload(lease, "a.glb", UploadSamples.glb(3004)),
                409,
                "FILE_EXISTS",
                containsString("this name"));
        assertThat(files()).containsExactly("a.glb");
        assertThat(Files.readAllBytes(staging().resolve("a.glb"))).isEqualTo(MESH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2fa.glb",
                "%2e%2e",
                ".hidden.glb",
                "a%20b.glb",
                "a%00.glb",
                "stra%C3%9Fe.glb",
                "a%E2%80%AE.glb",
                "a%5Cb.glb",
                "a.exe",
                "noextension",
                "a.glb.exe",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.glb"
            })
    void aNameThatIsNoPlainNameIsRefused(String name) throws IOException {
        Response refused = worker.request()
                .urlEncodingEnabled(false)
                .contentType("application/octet-stream")
                .body(MESH)
                .put(lease.path() + "/files/" + name + "?lease=" + lease.lease());
        assertThat(refused.statusCode()).isIn(400, 404, 422);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a.glb, not a mesh",
        "a.png, not a picture",
        "a.npz, not a zip",
        "a.bvh, not a motion",
        "a.json, not JSON",
        "a.glb, ''"
    })
    void contentThatIsNotThatOfTheExtensionIsRefused(String name, String content) throws IOException {
        assertProblem(
                worker.upload(lease, name, content.getBytes(StandardCharsets.UTF_8)),
                422,
                "VALIDATION_FAILED",
                containsString("file must "));
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.npz, PK, motions, output_motion_path", "a.splat, anything, splats, output_splat_path"})
    void otherKindsOfResultsStandWhereTheirWorkersPutThem(String name, String content, String folder, String member) {
        worker.upload(lease, name, content.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(201);
        worker.complete(lease, Map.of("result", name)).then().statusCode(200);
        assertThat(redis.hashField("results", lease.jobId())).contains(member, "/" + folder + "/", "output_mesh_path");
        assertThat(as(alice).get(Jobs.job(lease.jobId()) + "/download").asString())
                .isEqualTo(content);
    }

    @Test
    void aFileThatWasNotUploadedIsNoResult() {
        worker.upload(lease, "a.glb", MESH).then().statusCode(201);
        assertProblem(
                worker.complete(lease, Map.of("result", "b.glb")),
                422,
                "VALIDATION_FAILED",
                containsString("result must be the name of a file that this attempt has uploaded"));
        assertProblem(
                worker.complete(lease, Map.of("result", "a.glb", "thumbnail", "a.png")),
                422,
                "VALIDATION_FAILED",
                containsString("thumbnail must be the name of a file that this attempt has uploaded"));
        // the main file was moved already, and is found there
        worker.complete(lease, Map.of("result", "a.glb")).then().statusCode(200);
    }

    @Test
    void anAttemptHas64FilesAtMost() {
        for (int i = 0; i < 64; i++) {
            worker.upload(lease, i + ".json", "{}".getBytes(StandardCharsets.UTF_8))
                    .then()
                    .statusCode(201);
        }
        assertProblem(
                worker.upload(lease, "64.json", "{}".getBytes(StandardCharsets.UTF_8)),
                409,
                "TOO_MANY_FILES",
                containsString("64"));
        worker.upload(lease, "63.json", "{}".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200);
    }

    @Test
    void anAnnouncedFileOverTheLimitIsRefusedBeforeItIsSent() throws IOException {
        String answer = send("Content-Length: 5000000000\r\n", new byte[0], false);
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("BODY_TOO_LARGE", "2147483648");
    }

    @Test
    void aClientThatLeavesHalfwayLeavesNothing() throws IOException {
        send("Content-Length: 1000000\r\n", new byte[600_000], true);
        Awaitility.await().untilAsserted(() -> assertThat(files()).isEmpty());
        worker.upload(lease, "a.glb", MESH).then().statusCode(201);
    }

    private String send(String header, byte[] body, boolean leave) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("PUT " + lease.path() + "/files/a.glb?lease=" + lease.lease()
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + worker.token()
                                    + "\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n" + header
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            if (leave) {
                Awaitility.await().until(() -> !files().isEmpty());
                return "";
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aLeaseThatEndsDuringTheUploadKeepsNothing() throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("PUT " + lease.path() + "/files/a.glb?lease=" + lease.lease()
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + worker.token()
                                    + "\r\nContent-Length: 600000\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] mesh = UploadSamples.glb(600_000);
            socket.getOutputStream().write(mesh, 0, 500_000);
            Awaitility.await().until(() -> !files().isEmpty());
            worker.release(lease).then().body("released", equalTo(1));
            socket.getOutputStream().write(mesh, 500_000, 100_000);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 409 ")
                    .contains("LEASE_LOST");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aJobThatIsCompletedDuringAnUploadKeepsNothingOfIt() throws IOException {
        // Given a file that is being sent
        worker.upload(lease, "b.glb", MESH).then().statusCode(201);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("PUT " + lease.path() + "/files/a.glb?lease=" + lease.lease()
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + worker.token()
                                    + "\r\nContent-Length: 600000\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] mesh = UploadSamples.glb(600_000);
            socket.getOutputStream().write(mesh, 0, 500_000);
            Awaitility.await().until(() -> files().size() == 2);
            // When the job is completed, which deletes the folder of the attempt
            worker.complete(lease, Map.of("result", "b.glb")).then().statusCode(200);
            socket.getOutputStream().write(mesh, 500_000, 100_000);
            // Then the upload has lost the lease
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 409 ")
                    .contains("LEASE_LOST");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aPartOfAFileIsRefused() throws IOException {
        Response refused = worker.request()
                .contentType("application/octet-stream")
                .header("Content-Range", "bytes 0-2999/6000")
                .body(MESH)
                .put(lease.path() + "/files/a.glb?lease=" + lease.lease());
        assertProblem(refused, 400, "BAD_REQUEST", containsString("Content-Range"));
        assertThat(files()).isEmpty();
    }

    @Test
    void withoutALeaseNothingIsUploaded() {
        Response refused = worker.request()
                .contentType("application/octet-stream")
                .body(MESH)
                .put(lease.path() + "/files/a.glb");
        assertProblem(refused, 422, "VALIDATION_FAILED", "lease is required");
    }
}
