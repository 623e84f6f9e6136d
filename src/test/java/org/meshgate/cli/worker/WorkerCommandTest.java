package org.meshgate.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.support.CommandFailure;
import picocli.CommandLine;

/** The options of {@code meshgate worker}, its check and its exit codes. */
class WorkerCommandTest {

    @TempDir
    Path directory;

    private final FakeWorkerServer server = new FakeWorkerServer();
    private Path tokenFile;

    private record Told(int exitCode, String out, String err) {}

    @BeforeEach
    void token() throws IOException {
        tokenFile = Files.writeString(
                directory.resolve("token"), "user_id: user_1\ntoken: " + FakeWorkerServer.TOKEN + "\n");
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void checkOfAWorkerThatIsRightClaimsNothing() {
        String job = server.submit("a cat");
        Told told = run("--check", "--feature", FakeWorkerServer.FEATURE, "--exec", "sh -c 'exit 0'");
        assertThat(told.err()).isEmpty();
        assertThat(told.out().lines().map(line -> line.replaceAll("(\\S+) +(\\S+) +.*", "$1 $2")))
                .contains("ok server", "ok token", "ok features", "ok command", "ok work-folder");
        assertThat(told.exitCode()).isZero();
        assertThat(server.status(job)).isEqualTo("queued");
        assertThat(server.calls("heartbeat")).isEmpty();
    }

    @Test
    void checkTellsEachThingThatIsWrong() {
        Told features = run("--check", "--feature", "text_to_nothing", "--exec", "no-such-command-anywhere x");
        assertThat(features.exitCode()).isEqualTo(1);
        assertThat(features.out())
                .contains("problem  features      --feature text_to_nothing: " + server.url()
                        + " answers 422 VALIDATION_FAILED")
                .contains("problem  command       no-such-command-anywhere is no executable file in PATH");

        server.refuseToken();
        Told token = run("--check", "--feature", FakeWorkerServer.FEATURE, "--http", server.url() + "/generate");
        assertThat(token.exitCode()).isEqualTo(3);
        assertThat(token.out())
                .contains("ok       server ")
                .contains("problem  token         " + server.url() + " answers 401 INVALID_TOKEN")
                .contains("unknown  features ")
                .contains("ok       model-server  " + server.url() + "/generate answers (GET: 4");
    }

    @Test
    void checkOfAServerThatIsNotThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free;
        Told told = command(
                "--server", url, "--token-file", tokenFile.toString(), "--feature", "f", "--http", url, "--check");
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.out())
                .contains("problem  server        " + url + " cannot be reached (connection refused)")
                .contains("unknown  token")
                .contains("problem  model-server  " + url + " does not answer (connection refused)");
    }

    @Test
    void refusedTokenHasAnExitCodeOfItsOwn() {
        server.refuseToken();
        Told told = run("--feature", FakeWorkerServer.FEATURE, "--exec", "true");
        assertThat(told.exitCode()).isEqualTo(3);
        assertThat(told.err())
                .contains("the token is refused: ")
                .doesNotContain("takes jobs of", FakeWorkerServer.TOKEN);
    }

    @Test
    void unknownFeatureIsExitCode1() {
        Told told = run("--feature", FakeWorkerServer.FEATURE + ",text_to_nothing", "--exec", "true");
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.err())
                .contains(" --feature text_to_nothing: " + server.url() + " answers 422 VALIDATION_FAILED")
                .doesNotContain("takes jobs of");
    }

    @Test
    void drainedWorkerIsExitCode0() {
        server.drain();
        Told told = run("--feature", FakeWorkerServer.FEATURE, "--exec", "true", "--worker-id", "gpu-1");
        assertThat(told.exitCode()).isZero();
        assertThat(told.err())
                .contains("worker gpu-1 takes jobs of text_to_textured_mesh from " + server.url())
                .contains("drained by the server");
        assertThat(server.calls("claim").get(0).body().path("worker_id").asText())
                .isEqualTo("gpu-1");
    }

    @Test
    void serverThatNeedsNoTokenIsAskedWithoutOne() {
        server.needNoToken();
        server.drain();
        String[] options = {
            "--server",
            server.url().toString(),
            "--feature",
            FakeWorkerServer.FEATURE,
            "--exec",
            "true",
            "--work-dir",
            directory.resolve("work").toString()
        };
        Told told = command(options);
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.err()).contains("takes jobs of").contains("drained by the server");
        Told check =
                command(Stream.concat(Stream.of(options), Stream.of("--check")).toArray(String[]::new));
        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).contains("ok       token         none is given, none is needed");
    }

    @Test
    void serverThatNeedsATokenIsExitCode2WithoutOne() {
        Told told = command("--server", server.url().toString(), "--feature", "f", "--exec", "true");
        assertThat(told).isEqualTo(new Told(2, "", "Give --token-file FILE, or set MESHGATE_WORKER_TOKEN\n"));
        assertThat(server.calls("claim")).isEmpty();
    }

    @Test
    void addressWithAPathTooMuchIsNamedAsItWasGiven() {
        Told told = command(
                "--server",
                server.url() + "/docs",
                "--token-file",
                tokenFile.toString(),
                "--feature",
                "f",
                "--http",
                "http://127.0.0.1/",
                "--work-dir",
                directory.resolve("work").toString());
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.err())
                .contains(" " + server.url() + "/docs answers 404")
                .doesNotContain("--feature", "takes jobs of");
    }

    @Test
    void checkTellsAFolderThatOthersMayEnterAndModelsThatNobodyChecked() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        Told told = run("--check", "--feature", FakeWorkerServer.FEATURE, "--model", "nope", "--exec", "true");
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.out())
                .contains("problem  work-folder   The working folder " + work + " must be a folder of this user")
                .contains("unknown  models        nope: the server does not tell workers which it has");
    }

    @Test
    void missingCommandIsExitCode1() {
        assertThat(run("--feature", "f", "--exec", "no-such-command-anywhere"))
                .isEqualTo(new Told(1, "", "--exec: no-such-command-anywhere is no executable file in PATH.\n"));
    }

    @Test
    void tokenFileThatOthersCanReadIsWarnedOf() throws IOException {
        server.fail("claim", Fault.of(422));
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("--feature", "f", "--exec", "true").err())
                .startsWith("Warning: other users of this machine can read " + tokenFile + ": chmod 600 " + tokenFile);
    }

    @Test
    void tokenFileWithoutATokenIsExitCode1() throws IOException {
        Files.writeString(tokenFile, "what is this");
        Told told = run("--feature", "f", "--exec", "true");
        assertThat(told)
                .isEqualTo(new Told(1, "", tokenFile + " holds no token. Make one: meshgate create-worker NAME\n"));
        Files.delete(tokenFile);
        assertThat(run("--feature", "f", "--exec", "true").err())
                .isEqualTo("--token-file " + tokenFile + " cannot be read (it does not exist).\n");
    }

    @Test
    void tokenFileThatIsAFolderIsExitCode1WithoutAdviceOnItsMode() throws IOException {
        Files.delete(tokenFile);
        Files.createDirectory(tokenFile);
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(run("--feature", "f", "--exec", "true"))
                .isEqualTo(new Told(
                        1, "", "--token-file " + tokenFile + " is a folder. Give the file that holds the token.\n"));
    }

    @Test
    void unknownHostIsToldInWords() {
        String url = "http://no-such-host.invalid";
        Told told = command(
                "--server", url, "--token-file", tokenFile.toString(), "--feature", "f", "--http", url, "--check");
        assertThat(told.out())
                .contains("problem  server        " + url + " cannot be reached (unknown host)")
                .contains("problem  model-server  " + url + " does not answer (unknown host)");
    }

    @Test
    void caFileWithoutACertificateIsExitCode1() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate");
        Told told = run("--feature", "f", "--exec", "true", "--ca-file", file.toString());
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.err()).startsWith("--ca-file " + file + " cannot be read (has no certificate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--exec true --http http://h/      | Give either --exec or --http",
                "--timeout 1m                      | Give either --exec or --http",
                "--exec true --concurrency 0       | --concurrency must be 1 to 32",
                "--exec true --concurrency 33      | --concurrency must be 1 to 32",
                "--exec true --timeout 0s          | --timeout must be a time such as 90s or 30m, 24h at most",
                "--exec true --timeout soon        | --timeout must be a time such as 90s or 30m, 24h at most",
                "--exec true --grace 2h            | --grace must be a time such as 90s or 30m, 1h at most",
                "--exec true --max-output 0        | --max-output must be a size such as 500M or 2G",
                "--exec true --worker-id a/b       | --worker-id must be 1 to 64 characters",
                "--exec true --http-form           | --http-form and --http-map belong to --http",
                "--exec 'x                         | --exec has a single quote that is not closed",
                "--http ftp://h/                   | --http must be http://HOST",
                "--http http://h:65536/            | --http must be http://HOST",
                "--http http://u:p@h/              | --http must be http://HOST",
                "--exec true --feature a,,b        | --feature must be 1 to 64 names",
                "--exec true --token secret-token  | Unknown options: '--token', 'secret-token'"
            })
    void wrongUsageIsExitCode2(String options, String message) {
        Told told = run(("--feature f " + options).split(" "));
        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.err()).startsWith(message).hasLineCount(1);
    }

    private Told run(String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--server", server.url().toString(), "--token-file", tokenFile.toString()));
        words.addAll(List.of("--work-dir", directory.resolve("work").toString()));
        return command(words.toArray(String[]::new));
    }

    private static Told command(String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new WorkerCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(CommandFailure.line(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .setParameterExceptionHandler((error, arguments) -> {
                    error.getCommandLine().getErr().println(error.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(options);
        return new Told(exitCode, out.toString(), err.toString());
    }
}
