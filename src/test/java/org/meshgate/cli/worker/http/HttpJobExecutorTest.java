package org.meshgate.cli.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobFolder;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.JobOutcome.Failure;
import org.meshgate.cli.worker.job.JobOutcome.Success;
import org.meshgate.cli.worker.job.LocalFile;
import org.meshgate.cli.worker.protocol.JobAssignment;

/** {@code --http} and model servers that answer, refuse, are slow, break off or lie. */
class HttpJobExecutorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_OUTPUT = 100_000;
    private static final byte[] GLB = glb(2000);

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<byte[]> request = new CompletableFuture<>();
    private final CompletableFuture<String> requestType = new CompletableFuture<>();
    private final ObjectNode inputs = JSON.createObjectNode()
            .put("text_prompt", "a \"cat\"\r\n--x")
            .put("steps", 20)
            .putNull("seed");
    private Duration timeout = Duration.ofMinutes(5);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void inputsArePostedAsJsonAndTheAnswerIsTheResult() throws Exception {
        answer(200, "model/gltf-binary", GLB);
        assertThat(json(FieldMap.identity(JSON))).isEqualTo(new Success(output("result.glb"), Optional.empty()));
        assertThat(output("result.glb")).hasBinaryContent(GLB);
        assertThat(requestType.join()).isEqualTo("application/json");
        assertThat(JSON.readTree(request.join()).toString())
                .isEqualTo("{\"text_prompt\":\"a \\\"cat\\\"\\r\\n--x\",\"steps\":20,\"image\":\"cGljdHVyZQ==\"}");
    }

    @Test
    void mapRenamesOmitsAndAdds() throws Exception {
        answer(200, "application/octet-stream", GLB);
        FieldMap fields = FieldMap.parse(
                "map.yaml",
                "rename:\n  text_prompt: prompt\n  image: image_b64\nomit: [steps]\n"
                        + "constants:\n  format: glb\n  texture: true\n  n: 3\n  scale: 0.5\n  none: null\n  tags: [a]\n",
                JSON);
        assertThat(json(fields)).isInstanceOf(Success.class);
        assertThat(JSON.readTree(request.join()).toString())
                .isEqualTo("{\"prompt\":\"a \\\"cat\\\"\\r\\n--x\",\"format\":\"glb\",\"texture\":true,\"n\":3,"
                        + "\"scale\":0.5,\"none\":null,\"tags\":[\"a\"],\"image_b64\":\"cGljdHVyZQ==\"}");
    }

    @Test
    void formHasAPartForEachInput() throws Exception {
        answer(200, "model/gltf-binary", GLB);
        JobOutcome outcome = HttpJobExecutor.form(
                        HttpSender.direct(), url("/generate"), FieldMap.identity(JSON), MAX_OUTPUT)
                .execute(context());
        assertThat(outcome).isInstanceOf(Success.class);
        String boundary = requestType.join().replace("multipart/form-data; boundary=", "--");
        assertThat(new String(request.join(), StandardCharsets.UTF_8).split(boundary))
                .containsExactly(
                        "",
                        "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image.png\"\r\n"
                                + "Content-Type: image/png\r\n\r\npicture\r\n",
                        "\r\nContent-Disposition: form-data; name=\"text_prompt\"\r\n\r\na \"cat\"\r\n--x\r\n",
                        "\r\nContent-Disposition: form-data; name=\"steps\"\r\n\r\n20\r\n",
                        "--\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "model/gltf-binary; charset=x, glTF, glb",
        "text/plain,                   glTF, glb",
        "application/octet-stream,     'ply\nformat ascii 1.0', ply",
        "application/zip,              zzzz, zip",
        "model/stl,                    solid, stl",
        "model/obj,                    v 1 2 3, obj",
        "MODEL/OBJ,                    v 1 2 3, obj"
    })
    void formatIsThatOfTheBytesOrElseOfTheMediaType(String mediaType, String head, String extension) throws Exception {
        byte[] body = head.equals("glTF") ? GLB : head.getBytes(StandardCharsets.UTF_8);
        answer(200, mediaType, body);
        assertThat(json(FieldMap.identity(JSON)))
                .isEqualTo(new Success(output("result." + extension), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{\"error\": \"no GPU\"}', 'The model server answers no model but application/json: {\"error\": \"no GPU\"}'",
        "text/html, <h1>Login</h1>, The model server answers no model but text/html: <h1>Login</h1>",
        "model/gltf-binary, oops, The model server answers no model but model/gltf-binary: oops",
        "model/gltf-binary, '', The model server answers without a file."
    })
    void answerThatIsNoModelIsAFailure(String mediaType, String body, String error) throws Exception {
        answer(200, mediaType, body.getBytes(StandardCharsets.UTF_8));
        assertThat(json(FieldMap.identity(JSON))).isEqualTo(Failure.permanent(error));
    }

    @ParameterizedTest
    @CsvSource({
        "429, true, 'The model server answers 429: too many'",
        "503, true, 'The model server answers 503: too many'",
        "500, false, 'The model server answers 500: too many'",
        "404, false, 'The model server answers 404: too many'",
        "400, false, 'The model server answers 400: too many'",
        "302, false, 'The model server answers 302, a redirect, which is not followed.'"
    })
    void statusDecidesWhetherItIsTriedAgain(int status, boolean retryable, String error) throws Exception {
        answer(status, "text/plain", "too\n many".getBytes(StandardCharsets.UTF_8));
        assertThat(json(FieldMap.identity(JSON))).isEqualTo(new Failure(error, retryable, Optional.empty()));
    }

    @Test
    void excerptOfAFailureIsShortAndPrintable() throws Exception {
        answer(500, "text/plain", ("\u001b[31m" + "x".repeat(1000)).getBytes(StandardCharsets.UTF_8));
        assertThat(((Failure) json(FieldMap.identity(JSON))).error()).isEqualTo("The model server answers 500.");
        server.removeContext("/generate");
        answer(500, "text/plain", "y".repeat(1000).getBytes(StandardCharsets.UTF_8));
        assertThat(((Failure) json(FieldMap.identity(JSON))).error())
                .hasSizeLessThan(400)
                .endsWith("yyy");
    }

    @Test
    void resultThatIsTooLargeIsRefused() throws Exception {
        answer(200, "model/gltf-binary", glb(MAX_OUTPUT + 1));
        assertThat(json(FieldMap.identity(JSON)))
                .isEqualTo(Failure.permanent(
                        "The model server's result is too large: the answer is larger than 100000 bytes."));
    }

    @Test
    void halfAFileByItsContentLengthIsRetryable() throws Exception {
        raw("HTTP/1.1 200 OK\r\nContent-Type: model/gltf-binary\r\nContent-Length: 2000\r\n\r\n", GLB, 1000);
        assertRetryable("The model server broke off its answer");
    }

    @Test
    void halfAFileInChunksIsRetryable() throws Exception {
        raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n", GLB, 1000);
        assertRetryable("The model server broke off its answer");
    }

    @Test
    void halfAFileWithoutALengthIsRetryable() throws Exception {
        raw("HTTP/1.0 200 OK\r\nContent-Type: model/gltf-binary\r\n\r\n", GLB, 1000);
        assertRetryable("The model server's file is cut short.");
    }

    @Test
    void connectionThatIsDroppedIsRetryable() throws Exception {
        raw("", GLB, 0);
        assertRetryable("The model server broke off its answer");
    }

    @Test
    void serverThatIsNotThereIsRetryable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(json(URI.create("http://127.0.0.1:" + free + "/generate"), FieldMap.identity(JSON)))
                .isEqualTo(Failure.retryable("The model server cannot be reached."));
    }

    @Test
    void serverThatIsSlowInItsBodyIsRetryable() throws Exception {
        timeout = Duration.ofSeconds(1);
        server.createContext("/generate", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(GLB, 0, 100);
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        assertThat(json(FieldMap.identity(JSON)))
                .isEqualTo(Failure.retryable("The model server did not answer within 1 s."));
    }

    @Test
    void interruptedJobEndsItsRequest() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.createContext("/generate", exchange -> {
            asked.countDown();
            awaitEnd();
        });
        JobContext context = context();
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(
                        executor(url("/generate"), FieldMap.identity(JSON)).execute(context));
            } catch (IOException | InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.start();
        await().until(() -> asked.getCount() == 0);
        thread.interrupt();
        assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    private void assertRetryable(String start) throws Exception {
        Failure failure = (Failure) json(url(), FieldMap.identity(JSON));
        assertThat(failure.error()).startsWith(start);
        assertThat(failure.retryable()).isTrue();
    }

    private void answer(int status, String type, byte[] body) {
        server.createContext("/generate", exchange -> {
            requestType.complete(exchange.getRequestHeaders().getFirst("Content-Type"));
            request.complete(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private ServerSocket raw;

    /** A server that sends a head and a part of a body, and closes. */
    private void raw(String head, byte[] body, int length) throws IOException {
        raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            try (ServerSocket listening = raw;
                    Socket client = listening.accept()) {
                client.getInputStream().read(new byte[1000]);
                OutputStream out = client.getOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(body, 0, length);
            } catch (IOException gone) {
                // the worker has seen enough
            }
        });
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + raw.getLocalPort() + "/generate");
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private JobOutcome json(FieldMap fields) throws Exception {
        return json(url("/generate"), fields);
    }

    private JobOutcome json(URI url, FieldMap fields) throws Exception {
        return executor(url, fields).execute(context());
    }

    private static HttpJobExecutor executor(URI url, FieldMap fields) {
        return HttpJobExecutor.json(HttpSender.direct(), url, JSON, fields, MAX_OUTPUT);
    }

    private JobContext context() throws IOException {
        Path root = directory.resolve("job");
        JobFolder folder = new JobFolder(root, root.resolve("input"), root.resolve("output"));
        Files.createDirectories(folder.input());
        Files.createDirectories(folder.output());
        Path image = Files.writeString(folder.input().resolve("image.png"), "picture");
        JsonNode own = inputs.deepCopy();
        return new JobContext(
                new JobAssignment(
                        "job-1", "lease", 1, "f", "m", (ObjectNode) own, List.of(), Optional.empty(), Optional.empty()),
                folder,
                List.of(new LocalFile("image", "cat.png", image)),
                timeout,
                (fraction, message) -> {});
    }

    private Path output(String name) {
        return directory.resolve("job/output").resolve(name);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] glb(int size) {
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("glTF".getBytes(StandardCharsets.US_ASCII))
                .putInt(2)
                .putInt(size)
                .array();
    }
}
