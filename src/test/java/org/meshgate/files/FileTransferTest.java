package org.meshgate.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** What happens between the disk and the client: large files, files that change, clients that leave. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class FileTransferTest {

    private static final String URL = "/test-files/";
    private static final String CONTENT = "0123456789";

    @TestHTTPResource("/")
    URI server;

    private String token;

    @BeforeEach
    void register() {
        token = Api.register().token();
    }

    private RequestSpecification me() {
        return as(token);
    }

    @Test
    void fileDeletedBeforeItIsOpenedIsNotFound() {
        Outputs.write("racing.glb", CONTENT);
        Response response = me().get(URL + "racing.glb/racing");
        assertProblem(response, 404, "FILE_NOT_FOUND", "The file is no longer on the server.");
    }

    @Test
    void truncatedFileClosesTheConnection() {
        Outputs.write("cut.glb", CONTENT);
        HttpRequest request = HttpRequest.newBuilder(server.resolve(URL + "cut.glb/racing?cutTo=4"))
                .header("Authorization", "Bearer " + token)
                .build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void largeFileArrivesUnchanged() throws Exception {
        Path large = large("large.ply");
        HttpRequest request = HttpRequest.newBuilder(server.resolve(URL + "large.ply"))
                .header("Authorization", "Bearer " + token)
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(Files.size(large));
        assertThat(checksum(response.body())).isEqualTo(checksum(Files.newInputStream(large)));
        // and a part of it, far behind
        byte[] part = me().header("Range", "bytes=52428000-52428009")
                .get(URL + "large.ply")
                .asByteArray();
        assertThat(part).isEqualTo("[the end.]".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void disconnectOfTheClientClosesTheFile() throws Exception {
        Path large = large("left.ply");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + URL + "left.ply HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
            await().untilAsserted(() -> assertThat(openFiles()).contains(large.toString()));
        }
        await().untilAsserted(() -> assertThat(openFiles()).doesNotContain(large.toString()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyResponseClosesTheFile() {
        Path file = Outputs.write("closed.glb", CONTENT);
        me().get(URL + "closed.glb").then().statusCode(200);
        me().head(URL + "closed.glb").then().statusCode(200);
        me().header("Range", "bytes=1-2").get(URL + "closed.glb").then().statusCode(206);
        await().untilAsserted(() -> assertThat(openFiles()).doesNotContain(file.toString()));
    }

    private static Path large(String name) throws IOException {
        Path file = Outputs.write(name, "start");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(50L * 1024 * 1024);
            sparse.seek(52_428_000);
            sparse.write("[the end.]".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static String checksum(InputStream content) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = content) {
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static List<String> openFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(descriptor -> {
                        try {
                            return Files.readSymbolicLink(descriptor).toString();
                        } catch (IOException closed) {
                            return "";
                        }
                    })
                    .toList();
        }
    }
}
