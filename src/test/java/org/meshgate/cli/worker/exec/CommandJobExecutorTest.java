package org.meshgate.cli.worker.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobFolder;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.JobOutcome.Failure;
import org.meshgate.cli.worker.job.JobOutcome.Success;
import org.meshgate.cli.worker.job.LocalFile;
import org.meshgate.cli.worker.protocol.ClaimedJob;

/** {@code --exec} with real child processes, well-behaved and not. */
class CommandJobExecutorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = System.getenv("PATH");
    private static final long MAX_OUTPUT = 1024 * 1024;

    @TempDir
    Path directory;

    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    private final ObjectNode inputs = JSON.createObjectNode().put("text_prompt", "a cat");
    private Duration timeout = Duration.ofMinutes(5);

    @Test
    void commandGetsTheJobAndSaysWhichFileIsTheResult() throws Exception {
        // Given
        inputs.put("steps", 20)
                .put("scale", 0.5)
                .put("hd", true)
                .putNull("nothing")
                .putArray("list");
        // When
        JobOutcome outcome = run("""
                cat > "$MESHGATE_OUTPUT_DIR/job.json"
                env > "$MESHGATE_OUTPUT_DIR/env"
                echo model > "$MESHGATE_OUTPUT_DIR/a.glb"
                echo other > "$MESHGATE_OUTPUT_DIR/b.glb"
                echo x > "$MESHGATE_OUTPUT_DIR/t.png"
                echo starting
                echo progress 0.25 loading the model
                echo progress 1
                echo result b.glb
                echo thumbnail t.png
                """);
        // Then
        assertThat(outcome).isEqualTo(new Success(output("b.glb"), Optional.of(output("t.png"))));
        assertThat(progress).containsExactly("0.25 loading the model", "1.0 ");
        JsonNode job = JSON.readTree(output("job.json").toFile());
        assertThat(job.path("inputs")).isEqualTo(inputs);
        assertThat(job.path("job_id").asText()).isEqualTo("job-1");
        assertThat(job.path("files").get(0).path("path").asText())
                .isEqualTo(directory.resolve("job/input/image.png").toString());
        assertThat(job.toString()).doesNotContain("1-secret-lease").doesNotContain("link");
        assertThat(Files.readAllLines(output("env")))
                .contains(
                        "MESHGATE_JOB_ID=job-1",
                        "MESHGATE_FEATURE=text_to_textured_mesh",
                        "MESHGATE_INPUT_TEXT_PROMPT=a cat",
                        "MESHGATE_INPUT_STEPS=20",
                        "MESHGATE_INPUT_SCALE=0.5",
                        "MESHGATE_INPUT_HD=true",
                        "MESHGATE_INPUT_IMAGE=" + directory.resolve("job/input/image.png"))
                .noneMatch(line -> line.startsWith("MESHGATE_INPUT_NOTHING="))
                .noneMatch(line -> line.startsWith("MESHGATE_INPUT_LIST="))
                .noneMatch(line -> line.contains("1-secret-lease"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(touch HACKED)",
                "`touch HACKED`",
                "'; touch HACKED; '",
                "\"; touch HACKED #",
                "two\nlines",
                "-rf",
                "%s%n",
                "a\\b",
                "x=1 y=\t2",
                "\ud83d\ude00 caf\u00e9"
            })
    void promptIsDataWhateverItSays(String prompt) throws Exception {
        inputs.put("text_prompt", prompt);
        Path hacked = Path.of("HACKED");
        JobOutcome outcome = run("""
                cat > "$MESHGATE_OUTPUT_DIR/job.json"
                printf %s "$MESHGATE_INPUT_TEXT_PROMPT" > "$MESHGATE_OUTPUT_DIR/prompt"
                printf x > "$MESHGATE_OUTPUT_DIR/a.glb"
                """);
        assertThat(outcome).isInstanceOf(Success.class);
        assertThat(JSON.readTree(output("job.json").toFile())
                        .path("inputs")
                        .path("text_prompt")
                        .asText())
                .isEqualTo(prompt);
        if (java.nio.charset.Charset.defaultCharset().newEncoder().canEncode(prompt)) {
            assertThat(output("prompt")).hasContent(prompt);
        }
        assertThat(hacked).doesNotExist();
    }

    @Test
    void valueThatAnEnvironmentCannotCarryIsOnlyOnStandardInput() throws Exception {
        inputs.put("text_prompt", "a\0b").put("long", "x".repeat(128 * 1024)).put("dir", "shadow");
        JobOutcome outcome = run("""
                cat > "$MESHGATE_OUTPUT_DIR/job.json"
                env > "$MESHGATE_OUTPUT_DIR/env"
                echo x > "$MESHGATE_OUTPUT_DIR/a.glb"
                """);
        assertThat(outcome).isInstanceOf(Success.class);
        assertThat(JSON.readTree(output("job.json").toFile()).path("inputs")).isEqualTo(inputs);
        assertThat(Files.readAllLines(output("env")))
                .noneMatch(line -> line.startsWith("MESHGATE_INPUT_TEXT_PROMPT="))
                .noneMatch(line -> line.startsWith("MESHGATE_INPUT_LONG="))
                .contains("MESHGATE_INPUT_DIR=" + directory.resolve("job/input"));
    }

    @Test
    void onlyFileOfAKnownTypeIsTheResult() throws Exception {
        assertThat(run("""
                        mkdir "$MESHGATE_OUTPUT_DIR/sub"
                        echo x > "$MESHGATE_OUTPUT_DIR/log.txt"
                        echo x > "$MESHGATE_OUTPUT_DIR/sub/Model.OBJ"
                        """)).isEqualTo(new Success(output("sub/Model.OBJ"), Optional.empty()));
    }

    @Test
    void noFileIsAFailureThatSaysWhatIsMissing() throws Exception {
        Failure failure = failure("echo done; echo x > \"$MESHGATE_OUTPUT_DIR/notes.txt\"");
        assertThat(failure.error())
                .startsWith("The command ended without an error, but wrote no file of a known type (bvh, fbx, glb, ");
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.logTail()).contains("done");
    }

    @Test
    void severalFilesWithoutAResultLineAreAFailureThatNamesThem() throws Exception {
        assertThat(failure("echo x > \"$MESHGATE_OUTPUT_DIR/a.glb\"; echo x > \"$MESHGATE_OUTPUT_DIR/b.obj\"")
                        .error())
                .isEqualTo(
                        "The command wrote several files (a.glb, b.obj) and no 'result FILE' line that says which one"
                                + " it is.");
    }

    @Test
    void emptyFileIsAFailure() throws Exception {
        assertThat(failure(": > \"$MESHGATE_OUTPUT_DIR/a.glb\"").error())
                .isEqualTo("The command made an empty file: a.glb.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.glb",
                "/etc/passwd",
                "link.glb",
                "linked/outside.glb",
                ".",
                "folder",
                "missing.glb",
                "../output"
            })
    void resultOutsideOfTheOutputFolderIsRefused(String result) throws Exception {
        Failure failure = failure("""
                cd "$MESHGATE_OUTPUT_DIR"
                echo secret > ../outside.glb
                mkdir folder
                ln -s ../outside.glb link.glb
                ln -s .. linked
                echo "result %s"
                """.formatted(result));
        assertThat(failure.error())
                .isEqualTo("The command said 'result " + result + "', which is no regular file in its output folder.");
    }

    @Test
    void symbolicLinkIsNoCandidateAndANamedPipeNeither() throws Exception {
        Failure failure = failure("""
                cd "$MESHGATE_OUTPUT_DIR"
                ln -s /etc/passwd stolen.glb
                mkfifo pipe.glb
                """);
        assertThat(failure.error()).contains("wrote no file of a known type");
    }

    @Test
    void exitCodeAndLastErrorLineAreTheReason() throws Exception {
        assertThat(failure("echo first >&2; echo 'CUDA out of memory' >&2; echo >&2; exit 3"))
                .isEqualTo(new Failure("CUDA out of memory", false, Optional.of("first\nCUDA out of memory\n")));
        assertThat(failure("exit 4"))
                .isEqualTo(new Failure("The command ended with exit code 4.", false, Optional.empty()));
        assertThat(failure("kill -9 $$").error()).isEqualTo("The command was ended by signal 9.");
    }

    @Test
    void exitCode75IsRetryable() throws Exception {
        assertThat(failure("echo busy >&2; exit 75")).isEqualTo(new Failure("busy", true, Optional.of("busy")));
    }

    @Test
    void floodOfOutputIsBounded() throws Exception {
        // Given 64 MiB without a line break, and as much in lines
        Failure failure = failure("""
                head -c 67108864 /dev/zero | tr '\\0' x
                echo
                yes "a line of output" | head -c 67108864
                echo last >&2
                exit 1
                """);
        // Then
        assertThat(failure.error()).isEqualTo("last");
        assertThat(failure.logTail().orElseThrow())
                .hasSizeLessThanOrEqualTo(64 * 1024)
                .contains("a line of output\n");
    }

    @Test
    void lateLineIsStillRead() throws Exception {
        assertThat(run("echo x > \"$MESHGATE_OUTPUT_DIR/a.glb\"; printf 'result a.glb'"))
                .isEqualTo(new Success(output("a.glb"), Optional.empty()));
    }

    @Test
    void commandThatWritesTooMuchIsStopped() throws Exception {
        Failure failure = failure("head -c 3000000 /dev/zero > \"$MESHGATE_OUTPUT_DIR/a.glb\"; exec sleep 600");
        assertThat(failure.error())
                .isEqualTo("The command wrote more than 1048576 bytes into its output folder (--max-output).");
    }

    @Test
    void commandThatHangsIsStoppedAtItsTimeout() throws Exception {
        timeout = Duration.ofSeconds(1);
        Failure failure = failure("echo thinking >&2; exec sleep 600");
        assertThat(failure)
                .isEqualTo(new Failure("The command did not end within 1 s.", false, Optional.of("thinking")));
    }

    @Test
    void commandThatIgnoresSigtermIsKilledWithItsChildren() throws Exception {
        timeout = Duration.ofSeconds(1);
        Failure failure = failure(Duration.ofMillis(300), """
                trap '' TERM
                sleep 600 &
                echo $! > "$MESHGATE_OUTPUT_DIR/pids"
                echo $$ >> "$MESHGATE_OUTPUT_DIR/pids"
                while :; do sleep 600; done
                """);
        assertThat(failure.error()).isEqualTo("The command did not end within 1 s.");
        assertAllEnded();
    }

    @Test
    void grandchildThatOutlivesTheCommandIsEnded() throws Exception {
        // Given one that holds the pipes, in the background
        JobOutcome outcome = run("""
                (sleep 600 & echo $! > "$MESHGATE_OUTPUT_DIR/pids"; wait) &
                while ! [ -s "$MESHGATE_OUTPUT_DIR/pids" ]; do sleep 0.1; done
                echo x > "$MESHGATE_OUTPUT_DIR/a.glb"
                """);
        assertThat(outcome).isInstanceOf(Success.class);
        assertAllEnded();
    }

    @Test
    void daemonInASessionOfItsOwnIsEnded() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux tells the environment of a process");
        assumeTrue(CommandFinder.find("setsid", PATH).isPresent(), "no setsid here");
        JobOutcome outcome = run("""
                setsid sh -c 'echo $$ > "$MESHGATE_OUTPUT_DIR/pids"; exec sleep 600' > /dev/null 2>&1 < /dev/null &
                while ! [ -s "$MESHGATE_OUTPUT_DIR/pids" ]; do sleep 0.1; done
                echo x > "$MESHGATE_OUTPUT_DIR/a.glb"
                """);
        assertThat(outcome).isInstanceOf(Success.class);
        assertAllEnded();
    }

    @Test
    void withoutSetsidDescendantsAreFoundByTheirParents() throws Exception {
        timeout = Duration.ofSeconds(1);
        CommandJobExecutor executor = executor("""
                trap '' TERM
                (trap '' TERM; sleep 600 & echo $! > "$MESHGATE_OUTPUT_DIR/pids"; wait) &
                wait
                sleep 600
                """, "/nowhere", Duration.ofMillis(300));
        assertThat(executor.execute(context())).isInstanceOf(Failure.class);
        assertAllEnded();
    }

    @Test
    void interruptedJobLeavesNoProcess() throws Exception {
        CommandJobExecutor executor = executor("""
                sleep 600 &
                echo $! > "$MESHGATE_OUTPUT_DIR/pids"
                echo $$ >> "$MESHGATE_OUTPUT_DIR/pids"
                wait
                """, PATH, Duration.ofSeconds(5));
        JobContext context = context();
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(executor.execute(context));
            } catch (IOException | InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.start();
        await().until(() -> Files.exists(output("pids"))
                && Files.readAllLines(output("pids")).size() == 2);
        // When
        thread.interrupt();
        // Then
        assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertAllEnded();
    }

    @Test
    void missingCommandIsAFailureOfTheMachine() {
        CommandJobExecutor executor = new CommandJobExecutor(
                JSON,
                List.of("/nowhere/command"),
                "/nowhere",
                new CommandJobExecutor.Limits(MAX_OUTPUT, Duration.ofSeconds(1)),
                line -> {});
        assertThatThrownBy(() -> executor.execute(context())).isInstanceOf(IOException.class);
    }

    private void assertAllEnded() throws IOException {
        List<String> pids = Files.readAllLines(output("pids"));
        assertThat(pids).isNotEmpty();
        await().untilAsserted(() -> assertThat(pids)
                .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).isPresent()));
    }

    private Failure failure(String script) throws Exception {
        return failure(Duration.ofSeconds(5), script);
    }

    private Failure failure(Duration killGrace, String script) throws Exception {
        return (Failure) executor(script, PATH, killGrace).execute(context());
    }

    private JobOutcome run(String script) throws Exception {
        return executor(script, PATH, Duration.ofSeconds(5)).execute(context());
    }

    private static CommandJobExecutor executor(String script, String searchPath, Duration killGrace) {
        return new CommandJobExecutor(
                JSON,
                List.of("/bin/sh", "-c", script),
                searchPath,
                new CommandJobExecutor.Limits(MAX_OUTPUT, killGrace),
                line -> {});
    }

    private JobContext context() throws IOException {
        Path root = directory.resolve("job");
        JobFolder folder = new JobFolder(root, root.resolve("input"), root.resolve("output"));
        if (Files.notExists(root)) {
            Files.createDirectories(folder.input());
            Files.createDirectory(folder.output());
        }
        Path image = Files.writeString(folder.input().resolve("image.png"), "picture");
        return new JobContext(
                new ClaimedJob(
                        "job-1",
                        "1-secret-lease",
                        1,
                        "text_to_textured_mesh",
                        "some_model",
                        inputs,
                        List.of(),
                        Optional.empty(),
                        Optional.of("user_1")),
                folder,
                List.of(new LocalFile("image", "cat.png", image)),
                timeout,
                (fraction, message) -> progress.add(fraction + " " + message));
    }

    private Path output(String name) {
        return directory.resolve("job/output").resolve(name);
    }
}
