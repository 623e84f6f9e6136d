package org.meshgate.cli.worker.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.JobOutcome.Failure;
import org.meshgate.cli.worker.job.JobOutcome.Success;

/** {@code --exec}: what a command gets, and what it may say and leave. */
class CommandJobExecutorTest extends CommandJobFixture {

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

    @ParameterizedTest
    @ValueSource(strings = {"echo", "echo result cat.glb"})
    void outputFolderThatTheCommandReplacedIsRefused(String last) throws Exception {
        Failure failure = failure("""
                mkdir "$MESHGATE_OUTPUT_DIR/../elsewhere"
                echo secret > "$MESHGATE_OUTPUT_DIR/../elsewhere/cat.glb"
                rmdir "$MESHGATE_OUTPUT_DIR"
                ln -s elsewhere "$MESHGATE_OUTPUT_DIR"
                %s
                """.formatted(last));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.error()).startsWith("The command replaced its output folder");
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
}
