package org.meshgate.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.meshgate.testing.Api.as;
import static org.meshgate.testing.Api.assertProblem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.testing.Api;
import org.meshgate.testing.RedisResource;

/** The base64 document of a file, which is encoded while it is sent. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class Base64TransferTest {

    private static final String URL = "/test-files/";
    private static final String BASE64 = "?format=base64";
    private static final String PREFIX = "data:model/gltf-binary;base64,";

    /** Of {@code limits.base64_download} by default. */
    private static final long LIMIT = 64L * 1024 * 1024;

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 49_151, 49_152, 49_153, 200_000})
    void fileOfAnyLengthArrivesComplete(int length) {
        // Given
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        Outputs.write("any.glb", content);
        // When
        Response document = me().get(URL + "any.glb" + BASE64);
        // Then
        document.then().statusCode(200).contentType("application/json").header("Cache-Control", "no-store");
        assertThat(document.<String>path("base64_data")).startsWith(PREFIX);
        assertThat(Base64.getDecoder()
                        .decode(document.<String>path("base64_data").substring(PREFIX.length())))
                .isEqualTo(content);
        assertThat(document.<Integer>path("generation_info.seed")).isEqualTo(1);
        assertThat(document.header("Content-Length")).isEqualTo(Integer.toString(document.asByteArray().length));
    }

    @Test
    void namesThatContainTheDataMemberAreEscaped() {
        Outputs.write("\"base64_data\":\".glb", "abc");
        me().urlEncodingEnabled(false)
                .get(URL + "%22base64_data%22:%22.glb" + BASE64)
                .then()
                .statusCode(200)
                .body("filename", equalTo("\"base64_data\":\".glb"))
                .body("base64_data", equalTo(PREFIX + "YWJj"));
    }

    @Test
    void headHasTheContentLengthOfTheDocument() {
        Outputs.write("head.glb", "0123456789");
        String length = me().get(URL + "head.glb" + BASE64).header("Content-Length");
        Response head = me().head(URL + "head.glb" + BASE64);
        head.then().statusCode(200).contentType("application/json").header("Content-Length", length);
        assertThat(head.asByteArray()).isEmpty();
    }

    @Test
    void rangesAndConditionsDoNotApplyToTheDocument() {
        Outputs.write("range.glb", "0123456789");
        String etag = me().get(URL + "range.glb").header("ETag");
        Response whole =
                me().header("Range", "bytes=2-5").header("If-None-Match", etag).get(URL + "range.glb" + BASE64);
        whole.then().statusCode(200);
        assertThat(whole.<String>path("base64_data")).isEqualTo(PREFIX + "MDEyMzQ1Njc4OQ==");
    }

    @Test
    void fileAboveTheLimitIsRefusedWithARemedy() throws IOException {
        sparse("limit.glb", LIMIT);
        me().head(URL + "limit.glb" + BASE64).then().statusCode(200);
        sparse("limit.glb", LIMIT + 1);
        assertProblem(
                me().get(URL + "limit.glb" + BASE64), 413, "FILE_TOO_LARGE_FOR_BASE64", containsString("format=file"));
    }

    @Test
    void fileDeletedBeforeItIsOpenedIsNotFound() {
        Outputs.write("racing64.glb", "0123456789");
        assertProblem(
                me().get(URL + "racing64.glb/racing" + BASE64),
                404,
                "FILE_NOT_FOUND",
                "The file is no longer on the server.");
    }

    @Test
    void truncatedFileClosesTheConnectionBeforeTheDocumentEnds() {
        Outputs.write("cut64.glb", "0123456789");
        HttpRequest request = HttpRequest.newBuilder(server.resolve(URL + "cut64.glb/racing?format=base64&cutTo=4"))
                .header("Authorization", "Bearer " + token)
                .build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
    }

    /** Without back-pressure the whole file would have been read, and closed, long before. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void slowClientGetsBackPressure() throws IOException {
        Path large = sparse("unread64.glb", 60L * 1024 * 1024);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + URL + "unread64.glb" + BASE64
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
            await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(FileTransferTest.openFiles())
                    .contains(large.toString()));
            // And when it has taken nothing for a while, the connection and the file are closed
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(FileTransferTest.openFiles())
                    .doesNotContain(large.toString()));
        }
    }

    private static Path sparse(String name, long length) throws IOException {
        Path file = Outputs.write(name, "");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(length);
        }
        return file;
    }
}
