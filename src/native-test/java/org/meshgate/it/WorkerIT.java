package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code meshgate worker} as a process of another machine: it has the server's URL, a token, and a command. */
class WorkerIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FEATURE = "text_to_textured_mesh";
    private static final Path TOWER = Path.of("deploy/workers/tower.sh").toAbsolutePath();

    @TempDir
    static Path server;

    @TempDir
    static Path gpu;

    private static RealRedis redis;
    private static Meshgate meshgate;
    private static Client alice;
    private static Path token;

    private final List<Process> workers = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        redis = new RealRedis();
        meshgate = Meshgate.serve(server, Map.of("P3D_REDIS_URL", redis.url()));
        alice = Client.user(meshgate, "alice", "long enough");
        Meshgate.Result made = Meshgate.run(server, Map.of("P3D_REDIS_URL", redis.url()), "", "create-worker", "gpu-1");
        assertThat(made.exitCode()).as(made.err()).isZero();
        token = Files.writeString(gpu.resolve("token"), made.out());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        redis.close();
    }

    @AfterEach
    void stopWorkers() {
        workers.forEach(Process::destroyForcibly);
    }

    @Test
    void ownerDownloadsTheFileThatAScriptMade() throws Exception {
        // Given
        String job = alice.submit("a very tall tower");
        Process worker = worker("--exec", TOWER.toString());
        // When
        alice.completed(job);
        // Then
        byte[] file = alice.request().get(Client.JOBS + "/" + job + "/download").asByteArray();
        assertThat(new String(file, StandardCharsets.UTF_8))
                .startsWith("v 0 0 0\n")
                .contains("v 0 0 17\n")
                .endsWith("f 3 1 4\n");
        assertThat(endOf(worker)).as(log()).isZero();
        assertThat(log()).contains("completed " + job).doesNotContain("p3d_");
    }

    @Test
    void stoppedWorkerGivesItsJobToAnother() throws Exception {
        // Given
        Path pid = gpu.resolve("pid");
        String job = alice.submit("a tower");
        Process first = worker("--exec", "sh -c 'echo $$ > " + pid + "; exec sleep 600'");
        await().atMost(LIMIT).until(() -> Files.exists(pid) && Files.size(pid) > 0);
        // When
        assertThat(endOf(first)).as(log()).isZero();
        // Then
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .isEmpty();
        Process second = worker("--exec", TOWER.toString());
        alice.completed(job);
        assertThat(endOf(second)).isZero();
    }

    @Test
    void failureOfTheCommandIsTheReasonThatTheOwnerReads() throws Exception {
        Process worker = worker("--exec", "sh -c 'echo \"no such model\" >&2; exit 1'");
        String job = alice.submit("a tower");
        await().atMost(LIMIT).until(() -> "failed".equals(alice.status(job).path("status")));
        assertThat(alice.status(job).asString()).contains("no such model");
        assertThat(endOf(worker)).isZero();
    }

    @Test
    void checkTellsWhatIsRightAndWhatIsWrong() {
        Meshgate.Result right = run("--feature", FEATURE, "--exec", TOWER.toString(), "--check");
        assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
        assertThat(right.out().lines()).hasSize(5).allMatch(line -> line.startsWith("ok "));
        Meshgate.Result wrong = run("--feature", "text_to_nothing", "--exec", TOWER.toString(), "--check");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out())
                .contains("problem  features      --feature text_to_nothing: ")
                .contains("features[0]");
    }

    @Test
    void tokenOfAUserIsRefused() throws IOException {
        Path other = Files.writeString(gpu.resolve("other"), alice.token());
        Meshgate.Result refused = Meshgate.run(
                gpu,
                Map.of(),
                "",
                "worker",
                "--server",
                meshgate.url(),
                "--token-file",
                other.toString(),
                "--feature",
                FEATURE,
                "--exec",
                TOWER.toString());
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
        assertThat(refused.err()).contains("403").doesNotContain(alice.token());
    }

    private static Meshgate.Result run(String... options) {
        return Meshgate.run(gpu, Map.of(), "", words(options).toArray(String[]::new));
    }

    private static List<String> words(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "worker", "--server", meshgate.url(), "--token-file", token.toString(), "--work-dir", gpu + "/work"));
        words.addAll(List.of(options));
        return words;
    }

    private Process worker(String... options) throws IOException {
        List<String> words = Meshgate.program();
        words.addAll(words(options));
        words.addAll(List.of("--feature", FEATURE));
        Process process = new ProcessBuilder(words)
                .directory(gpu.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(gpu.resolve("log").toFile()))
                .start();
        workers.add(process);
        return process;
    }

    /** As {@code systemctl stop}. */
    private static int endOf(Process worker) throws InterruptedException {
        worker.destroy();
        assertThat(worker.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return worker.exitValue();
    }

    private static String log() throws IOException {
        return Files.readString(gpu.resolve("log"));
    }
}
