package org.meshgate.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The recipes of docs/workers.md, run by {@code meshgate worker} where their tools are installed. */
class WorkerRecipesTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final FakeWorkerServer server = new FakeWorkerServer();
    private Path tokenFile;

    @BeforeEach
    void token() throws IOException {
        tokenFile = Files.writeString(directory.resolve("token"), FakeWorkerServer.TOKEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shellScriptBuildsATower() {
        String job = server.submit("a very tall tower");
        run(job, "--exec", "deploy/workers/tower.sh");
        assertThat(server.status(job)).isEqualTo("completed");
        assertThat(new String(server.file(job, "tower.obj"), StandardCharsets.UTF_8))
                .startsWith("v 0 0 0\n")
                .contains("v 0 0 17\n")
                .endsWith("f 3 1 4\n");
    }

    @Test
    void shellScriptHasTenLines() throws IOException {
        assertThat(Files.readAllLines(Path.of("deploy/workers/tower.sh"))).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void trimeshMakesAShape() throws Exception {
        assumeInstalled("python3", "-c", "import trimesh");
        String job = server.submit("a red ring");
        String empty = server.submit(" ");
        run(empty, "--exec", "python3 deploy/workers/shapes.py");
        assertThat(server.status(job)).isEqualTo("completed");
        assertGlb(server.file(job, "shape.glb"));
        assertThat(server.status(empty)).isEqualTo("failed");
        assertThat(server.end(empty).path("error").asText()).isEqualTo("the prompt has no words");
    }

    @Test
    void blenderWritesLetters() throws Exception {
        assumeInstalled("blender", "--version");
        String job = server.submit("\"caf\u00e9\" $(id)\nline two");
        String empty = server.submit("");
        run(
                empty,
                "--exec",
                "blender --background --factory-startup --python-exit-code 1 --python deploy/workers/letters.py");
        assertThat(server.status(job)).isEqualTo("completed");
        assertGlb(server.file(job, "letters.glb"));
        assertThat(server.status(empty)).isEqualTo("failed");
        assertThat(server.end(empty).path("error").asText()).isEqualTo("the prompt is empty");
    }

    @Test
    void modelServerAnswersAGlb() throws Exception {
        assumeInstalled("python3", "--version");
        Process model = new ProcessBuilder("python3", "deploy/workers/generate_server.py", "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(model.getInputStream(), StandardCharsets.UTF_8))) {
            String url = out.readLine();
            ObjectNode inputs = new ObjectMapper()
                    .createObjectNode()
                    .put("text_prompt", "a cat")
                    .put("output_format", "glb");
            String job = server.submit(inputs, false);
            run(job, "--http", url, "--http-map", "deploy/workers/generate-map.yaml");
            assertThat(server.status(job)).isEqualTo("completed");
            assertGlb(server.file(job, "result.glb"));
        } finally {
            model.destroy();
        }
    }

    /** Until the job has ended. */
    private void run(String job, String... backend) {
        List<String> words = new ArrayList<>(List.of(
                "--server",
                server.url().toString(),
                "--token-file",
                tokenFile.toString(),
                "--feature",
                FakeWorkerServer.FEATURE,
                "--work-dir",
                directory.resolve("work").toString()));
        words.addAll(List.of(backend));
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                () -> new CommandLine(new WorkerCommand())
                        .setErr(new PrintWriter(err, true))
                        .execute(words.toArray(String[]::new)),
                task -> new Thread(task, "worker").start());
        await().atMost(LIMIT).until(() -> exit.isDone() || server.ends(job) > 0);
        server.drain();
        assertThat(exit.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join())
                .as(err::toString)
                .isZero();
    }

    private static void assumeInstalled(String... command) throws Exception {
        boolean installed;
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            installed = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            installed = false;
        }
        assumeTrue(installed, "not installed here: " + String.join(" ", command));
    }

    private static void assertGlb(byte[] file) {
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("glTF");
        assertThat(header.getInt(8)).isEqualTo(file.length);
    }
}
