package org.meshgate.cli.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.client.CommandRun;
import org.meshgate.cli.client.FakeServer;

/** {@code download}, also of answers that break off, change or lie. */
class DownloadTest {

    private static final String PATH = "/api/v1/system/jobs/job-1/download";
    private static final byte[] RESULT = "0123456789".repeat(1000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final FakeServer server = new FakeServer();
    private String etag = "\"a-1\"";
    private String disposition = "attachment; filename=\"cat.glb\"";

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void resultIsWrittenUnderTheServersName() throws IOException {
        serve();
        assertThat(download())
                .isEqualTo(new CommandRun(0, folder.resolve("cat.glb").toString(), steps()));
        assertThat(folder.resolve("cat.glb")).hasBinaryContent(RESULT);
        assertThat(names()).containsExactly("cat.glb");
        assertThat(server.calls("GET " + PATH).get(0).header("Authorization")).contains("Bearer " + CommandRun.TOKEN);
    }

    @Test
    void brokenDownloadGoesOnWhereItEnded() throws IOException {
        // Given a server whose first answer breaks off
        server.on("HEAD " + PATH, this::describe).on("GET " + PATH, exchange -> {
            boolean first = exchange.getRequestHeaders().getFirst("Range") == null;
            if (first) {
                describeHeaders(exchange);
                exchange.sendResponseHeaders(200, RESULT.length);
                exchange.getResponseBody().write(RESULT, 0, 4000);
                exchange.getResponseBody().flush();
                throw new IOException("broken on purpose");
            }
            sendPart(exchange);
        });
        // When
        CommandRun run = download("-o", "cat.glb", "--quiet");
        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("cat.glb")).hasBinaryContent(RESULT);
        List<FakeServer.Call> calls = server.calls("GET " + PATH);
        assertThat(calls.get(calls.size() - 1).header("If-match")).contains(etag);
    }

    @Test
    void laterCallGoesOnWhereAnEarlierOneEnded() throws IOException {
        // Given half of the file, from a call that was interrupted
        serve();
        Path partial = partial();
        Files.write(partial, Arrays.copyOf(RESULT, 5000));
        // When
        assertThat(download("--quiet").exitCode()).isZero();
        // Then
        assertThat(folder.resolve("cat.glb")).hasBinaryContent(RESULT);
        assertThat(server.calls("GET " + PATH).stream().map(call -> call.header("Range")))
                .containsExactly(Optional.of("bytes=5000-"));
        assertThat(names()).containsExactly("cat.glb");
    }

    @Test
    void changedResultIsNotMixedWithTheOldOne() throws IOException {
        serve();
        Files.write(partial(), new byte[5000]);
        etag = "\"b-2\"";
        assertThat(download("--quiet").exitCode()).isZero();
        assertThat(folder.resolve("cat.glb")).hasBinaryContent(RESULT);
    }

    @Test
    void resultThatChangesBetweenTwoRequestsIsNotWritten() throws IOException {
        server.on("HEAD " + PATH, this::describe).on("GET " + PATH, exchange -> {
            etag = "\"c-3\"";
            sendPart(exchange);
        });
        CommandRun run = download();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).endsWith("The result has changed since the download began. Try again.\n");
        assertThat(names()).isEmpty();
    }

    @Test
    void resultThatChangesAfterABrokenAnswerIsNotWritten() throws IOException {
        // Given a server whose first answer breaks off, and whose result then changes
        server.on("HEAD " + PATH, this::describe).on("GET " + PATH, exchange -> {
            if (exchange.getRequestHeaders().getFirst("Range") == null) {
                describeHeaders(exchange);
                exchange.sendResponseHeaders(200, RESULT.length);
                exchange.getResponseBody().write(RESULT, 0, 4000);
                exchange.getResponseBody().flush();
                etag = "\"c-3\"";
                throw new IOException("broken on purpose");
            }
            sendPart(exchange);
        });
        // When
        CommandRun run = download("--quiet");
        // Then the precondition fails, and nothing is kept of the old one
        assertThat(run)
                .isEqualTo(new CommandRun(1, "", "The result has changed since the download began. Try again.\n"));
        assertThat(names()).isEmpty();
    }

    @Test
    void weakTagOfAResultIsNoPrecondition() throws IOException {
        // Given a part from an earlier call
        etag = "W/\"a-1\"";
        serve();
        Files.write(partial(), new byte[5000]);
        // When
        assertThat(download("--quiet").exitCode()).isZero();
        // Then the result is fetched anew
        assertThat(folder.resolve("cat.glb")).hasBinaryContent(RESULT);
        FakeServer.Call call = server.calls("GET " + PATH).get(0);
        assertThat(call.header("If-match")).isEmpty();
        assertThat(call.header("Range")).isEmpty();
    }

    @Test
    void fileThatIsThereStays() throws IOException {
        serve();
        Files.writeString(folder.resolve("cat.glb"), "mine");
        CommandRun run = download();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cat.glb exists. Give --force to replace it, or -o another.");
        assertThat(folder.resolve("cat.glb")).hasContent("mine");
        assertThat(download("--force", "--quiet").exitCode()).isZero();
        assertThat(folder.resolve("cat.glb")).hasBinaryContent(RESULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename=\"../../etc/cat.glb\"         | cat.glb",
                "attachment; filename*=UTF-8''..%2F..%2Fcat.glb      | cat.glb",
                "attachment; filename=\"..\\..\\cat.glb\"           | cat.glb",
                "attachment; filename=\".bashrc\"                   | bashrc",
                "attachment; filename=\"--force\"                   | force",
                "attachment; filename*=UTF-8''cat%1B%5B2Jx.glb       | cat__2Jx.glb",
                "attachment; filename=\"CON.glb\"                   | _CON.glb",
                "attachment; filename=\"/\"                         | job-1",
                "attachment; filename=\"..\"                        | job-1",
                "attachment; filename*=UTF-8''%E2%82%AC.glb          | _.glb",
                "inline                                             | job-1"
            })
    void nameOfAServerStaysInTheFolder(String header, String expected) throws IOException {
        serve();
        disposition = header;
        assertThat(download("--quiet").out()).isEqualTo(folder.resolve(expected).toString());
        assertThat(names()).containsExactly(expected);
    }

    @Test
    void symbolicLinkInThePlaceOfThePartialFileIsRefused() throws IOException {
        serve();
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(partial(), victim);
        CommandRun run = download();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be written");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void folderThatCannotBeWrittenIsTold() throws IOException {
        assumeTrue(!System.getProperty("user.name").equals("root"), "Not tried: root may write everywhere");
        serve();
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assertThat(download("-o", closed.toString()).err()).contains("permission denied");
    }

    @Test
    void folderThatDoesNotExistIsTold() {
        serve();
        CommandRun run = download("-o", "no/such/cat.glb");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be written (it does not exist)");
    }

    @Test
    void reasonOfARefusalIsThatOfTheServer() {
        server.on("HEAD " + PATH, 409, "")
                .on("GET " + PATH, 409, "{\"error\":\"JOB_NOT_COMPLETED\",\"detail\":\"Not yet\\u001b[2J.\"}");
        assertThat(download()).isEqualTo(new CommandRun(1, "", "Not yet?[2J.\n"));
    }

    private void serve() {
        server.on("HEAD " + PATH, this::describe).on("GET " + PATH, this::sendPart);
    }

    private void describe(HttpExchange exchange) throws IOException {
        describeHeaders(exchange);
        exchange.getResponseHeaders().set("X-File-Size", "" + RESULT.length);
        exchange.sendResponseHeaders(200, -1);
    }

    private void describeHeaders(HttpExchange exchange) {
        exchange.getResponseHeaders().set("ETag", etag);
        exchange.getResponseHeaders().set("Content-Disposition", disposition);
    }

    private void sendPart(HttpExchange exchange) throws IOException {
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        if (wanted != null && !wanted.equals(etag)) {
            FakeServer.send(exchange, 412, "");
            return;
        }
        describeHeaders(exchange);
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            FakeServer.send(exchange, 200, RESULT);
            return;
        }
        int start = Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + start + "-" + (RESULT.length - 1) + "/" + RESULT.length);
        FakeServer.send(exchange, 206, Arrays.copyOfRange(RESULT, start, RESULT.length));
    }

    /** Where an interrupted call leaves what it has: the name that this call would take, too. */
    private Path partial() throws IOException {
        server.on("GET " + PATH, exchange -> {
            describeHeaders(exchange);
            exchange.sendResponseHeaders(200, RESULT.length);
            exchange.getResponseBody().write(RESULT, 0, 1);
            exchange.getResponseBody().flush();
            throw new IOException("broken on purpose");
        });
        int before = server.calls("GET " + PATH).size();
        download("--quiet");
        assertThat(server.calls("GET " + PATH).size()).isGreaterThan(before);
        Path partial = folder.resolve(names().stream()
                .filter(name -> name.endsWith(".part"))
                .findFirst()
                .orElseThrow());
        Files.delete(partial);
        server.forget();
        serve();
        return partial;
    }

    private static String steps() {
        return "downloading cat.glb 100%  10.0 kB of 10.0 kB\n";
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("victim"))
                    .toList();
        }
    }

    private CommandRun download(String... words) {
        return CommandRun.of(
                DownloadCommand::new,
                server.url(),
                folder,
                Stream.concat(Stream.of("job-1"), Stream.of(words)).toArray(String[]::new));
    }
}
