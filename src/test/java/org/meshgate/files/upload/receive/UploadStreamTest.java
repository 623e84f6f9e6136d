package org.meshgate.files.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.meshgate.files.UploadSamples.latin;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshgate.files.UploadSamples;
import org.meshgate.files.upload.JobUploadsFolder;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.TestClock;

/** Uploads while they are on their way: what is on the disk meanwhile, and that nothing is when they do not arrive. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class UploadStreamTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final String HEADER =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.glb\"\r\n\r\n";
    private static final String END = "\r\n--b--\r\n";

    @TestHTTPResource("/")
    URI server;

    @Inject
    TestClock clock;

    @Inject
    UploadSlots slots;

    private String token;
    private Set<Path> before;

    @BeforeEach
    void register() {
        token = Api.register().token();
        before = Set.copyOf(JobUploadsFolder.files());
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private List<Path> added() {
        return JobUploadsFolder.files().stream()
                .filter(path -> !before.contains(path))
                .toList();
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(added()).isEmpty());
    }

    /** A connection that has sent the head of a request. */
    private Socket open(String more) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(20_000);
        send(
                socket,
                "POST /api/v1/file-upload/mesh HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\n" + more + "\r\n\r\n");
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(latin(text));
    }

    private static void chunk(Socket socket, byte[] content) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(latin(Integer.toHexString(content.length) + "\r\n"));
        out.write(content);
        out.write(latin("\r\n"));
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[8192];
        while (!text.toString().contains("}")) {
            int read = socket.getInputStream().read(piece);
            if (read < 0) {
                break;
            }
            text.append(new String(piece, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private long sizeOnDisk() {
        long size = 0;
        for (Path path : added()) {
            size += path.toFile().length(); // 0 when it is gone by now
        }
        return size;
    }

    @Test
    void fileIsStreamedToTheDisk() throws IOException {
        Set<String> temporary = temporaryFiles();
        byte[] content = UploadSamples.glb(4 * MEGABYTE);
        int length = HEADER.length() + content.length + END.length();
        try (Socket socket = open("Content-Length: " + length)) {
            send(socket, HEADER);
            for (int sent = 0; sent < content.length; sent += MEGABYTE) {
                // When another part of it has been sent
                socket.getOutputStream().write(content, sent, MEGABYTE);
                int expected = sent + MEGABYTE;
                // Then all of it is on the disk but what fits into one piece, under a name that says it is not complete
                await().untilAsserted(() -> assertThat(sizeOnDisk()).isGreaterThan(expected - 400_000L));
                assertThat(added()).hasSize(1).allMatch(path -> path.toString().endsWith(".glb.part"));
            }
            send(socket, END);
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(added()).hasSize(1).allMatch(path -> path.toString().endsWith(".glb"));
        assertThat(Files.readAllBytes(added().get(0))).isEqualTo(content);
        assertThat(temporaryFiles()).isEqualTo(temporary);
    }

    @Test
    void limitAppliesToBodiesWithoutContentLength() throws IOException {
        try (Socket socket = open("Transfer-Encoding: chunked")) {
            chunk(socket, latin(HEADER));
            byte[] piece = new byte[512 * 1024];
            for (int sent = 0; sent <= JobUploadsFolder.MAX_MESH_SIZE; sent += piece.length) {
                chunk(socket, piece);
            }
            String answer = answer(socket);
            assertThat(answer).startsWith("HTTP/1.1 413");
            assertThat(JsonPath.from(answer.substring(answer.indexOf("{"))).getString("error"))
                    .isEqualTo("BODY_TOO_LARGE");
        }
        assertNothingIsLeft();
    }

    @Test
    void formInTinyChunksIsParsed() throws IOException {
        try (Socket socket = open("Transfer-Encoding: chunked")) {
            String form = HEADER + new String(UploadSamples.glb(100), StandardCharsets.ISO_8859_1) + END;
            for (byte b : latin(form)) {
                chunk(socket, new byte[] {b});
            }
            send(socket, "0\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(added()).hasSize(1);
    }

    @Test
    void tooLargeContentLengthIsRefusedBeforeTheBody() throws IOException {
        try (Socket socket = open("Content-Length: 100000000000\r\nExpect: 100-continue")) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 413");
        }
        assertNothingIsLeft();
    }

    @Test
    void concurrentUploadsAreLimitedPerUser() throws IOException {
        // Given a user with as many uploads under way as one may have
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < UploadSlots.MAX_PER_USER; i++) {
                Socket socket = open("Content-Length: " + 5 * MEGABYTE);
                sockets.add(socket);
                send(socket, HEADER);
            }
            await().untilAsserted(() -> assertThat(slots.taken()).isEqualTo(UploadSlots.MAX_PER_USER));
            // When there is one more
            Response answer =
                    as(token).multiPart("file", "a.glb", UploadSamples.glb(100)).post("/api/v1/file-upload/mesh");
            // Then it is refused
            assertProblem(answer, 503, "BUSY", "Too many uploads are under way.")
                    .header("Retry-After", "5");
            // And somebody else's is not
            as(Api.register())
                    .multiPart("file", "a.glb", UploadSamples.glb(100))
                    .post("/api/v1/file-upload/mesh")
                    .then()
                    .statusCode(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        // And there is room again when they have ended
        await().untilAsserted(() -> assertThat(slots.taken()).isZero());
        as(token)
                .multiPart("file", "a.glb", UploadSamples.glb(100))
                .post("/api/v1/file-upload/mesh")
                .then()
                .statusCode(200);
    }

    @Test
    void disconnectOfTheClientDeletesThePartialFile() throws IOException {
        for (int seen : new int[] {0, 10, 2 * MEGABYTE}) {
            try (Socket socket = open("Content-Length: " + 5 * MEGABYTE)) {
                send(socket, HEADER);
                socket.getOutputStream().write(new byte[seen]);
                if (seen > MEGABYTE) {
                    await().untilAsserted(() -> assertThat(added()).isNotEmpty());
                }
            }
            assertNothingIsLeft();
        }
        as(token).get("/api/v1/file-upload/list").then().statusCode(200).body("count", org.hamcrest.Matchers.is(0));
    }

    @Test
    void stalledBodyIsAborted() throws IOException {
        try (Socket socket = open("Content-Length: " + 5 * MEGABYTE)) {
            send(socket, HEADER);
            socket.getOutputStream().write(new byte[MEGABYTE]);
            await().untilAsserted(() -> assertThat(added()).isNotEmpty());
            clock.advance(Duration.ofSeconds(31));
            assertThat(answer(socket)).startsWith("HTTP/1.1 400").contains("took too long");
        }
        assertNothingIsLeft();
    }

    @Test
    void tricklingBodyIsAborted() throws IOException {
        try (Socket socket = open("Content-Length: " + 5 * MEGABYTE)) {
            send(socket, HEADER);
            socket.getOutputStream().write(new byte[MEGABYTE]);
            await().untilAsserted(() -> assertThat(added()).isNotEmpty());
            // a megabyte is enough for so long, when a byte comes now and then
            for (int i = 0; i < 13; i++) {
                clock.advance(Duration.ofSeconds(20));
                socket.getOutputStream().write(0);
                int sent = i + 1;
                await().untilAsserted(() ->
                        assertThat(slots.taken()).as("after %s bytes", sent).isOne());
            }
            // but not for longer
            for (int i = 0; i < 2; i++) {
                clock.advance(Duration.ofSeconds(20));
                socket.getOutputStream().write(0);
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 400").contains("took too long");
        }
        assertNothingIsLeft();
    }

    @Test
    void uploadsInProgressCountAgainstTheQuota() throws IOException {
        // Given three uploads under way that nobody announced the size of, 19 of the 20 megabytes together
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int megabytes : new int[] {5, 7, 7}) {
                Socket socket = open("Transfer-Encoding: chunked");
                sockets.add(socket);
                chunk(socket, latin(HEADER));
                chunk(socket, new byte[megabytes * MEGABYTE]);
            }
            await().untilAsserted(() -> assertThat(sizeOnDisk()).isGreaterThan(18L * MEGABYTE));
            // When one goes on
            chunk(sockets.get(0), new byte[2 * MEGABYTE]);
            // Then it is refused before its end, and its bytes are gone
            assertThat(answer(sockets.get(0))).startsWith("HTTP/1.1 429").contains("UPLOAD_QUOTA_EXCEEDED");
            await().untilAsserted(() -> assertThat(sizeOnDisk()).isLessThan(15L * MEGABYTE));
            // And the others may
            chunk(sockets.get(1), new byte[MEGABYTE / 2]);
            await().untilAsserted(() -> assertThat(sizeOnDisk()).isGreaterThan(14L * MEGABYTE));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertNothingIsLeft();
    }

    private static Set<String> temporaryFiles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(Path::toString)
                    .filter(name -> name.contains("upload") || name.contains("FUp_"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
