package org.meshgate.cli.worker.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobFolder;
import org.meshgate.cli.worker.job.LocalFile;
import org.meshgate.cli.worker.protocol.JobAssignment;

/** The variables of a command. */
class ChildEnvironmentTest {

    private final ObjectNode inputs = new ObjectMapper().createObjectNode();

    @Test
    void secretsOfTheWorkerAndOfAServerAreLeftOut() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/usr/bin",
                "MESHGATE_WORKER_TOKEN", "p3d_secret",
                "MESHGATE_INPUT_PROMPT", "of another job",
                "P3D_REDIS_URL", "redis://:secret@redis"));
        fill(environment, StandardCharsets.UTF_8);
        assertThat(environment)
                .containsOnlyKeys(
                        "PATH",
                        "MESHGATE_JOB_ID",
                        "MESHGATE_FEATURE",
                        "MESHGATE_MODEL",
                        "MESHGATE_INPUT_DIR",
                        "MESHGATE_OUTPUT_DIR",
                        "MESHGATE_INPUT_IMAGE_PATH");
    }

    @Test
    void pathOfAFileTakesThePlaceOfItsName() {
        inputs.put("image_path", "cat.png");
        assertThat(fill(new HashMap<>(), StandardCharsets.UTF_8))
                .containsEntry(
                        "MESHGATE_INPUT_IMAGE_PATH",
                        Path.of("/w/input/image_path.png").toString());
    }

    @Test
    void valueThatTheLocaleDoesNotHaveIsLeftOutInsteadOfChanged() {
        inputs.put("prompt", "caf\u00e9").put("plain", "coffee");
        assertThat(fill(new HashMap<>(), StandardCharsets.UTF_8)).containsEntry("MESHGATE_INPUT_PROMPT", "caf\u00e9");
        assertThat(fill(new HashMap<>(), StandardCharsets.US_ASCII))
                .doesNotContainKey("MESHGATE_INPUT_PROMPT")
                .containsEntry("MESHGATE_INPUT_PLAIN", "coffee");
    }

    @Test
    void namesOfFieldsAreMadeNamesOfVariables() {
        inputs.put("a-b.c", "1")
                .put("=", "2")
                .put("", "3")
                .put("x".repeat(200), "4")
                .put("d\u00e9", "5");
        assertThat(fill(new HashMap<>(), StandardCharsets.UTF_8))
                .containsEntry("MESHGATE_INPUT_A_B_C", "1")
                .containsEntry("MESHGATE_INPUT__", "2")
                .containsEntry("MESHGATE_INPUT_D_", "5")
                .doesNotContainKey("MESHGATE_INPUT_")
                .doesNotContainValue("4");
    }

    @Test
    void allInputsTogetherAreBounded() {
        for (int i = 0; i < 20; i++) {
            inputs.put("i" + i, "x".repeat(100_000));
        }
        assertThat(fill(new HashMap<>(), StandardCharsets.UTF_8).values().stream()
                        .mapToInt(String::length)
                        .sum())
                .isLessThan(512 * 1024 + 1000);
    }

    private Map<String, String> fill(Map<String, String> environment, Charset charset) {
        JobFolder folder = new JobFolder(Path.of("/w"), Path.of("/w/input"), Path.of("/w/output"));
        JobAssignment job =
                new JobAssignment("job-1", "lease", 1, "f", "m", inputs, List.of(), Optional.empty(), Optional.empty());
        ChildEnvironment.fill(
                environment,
                new JobContext(
                        job,
                        folder,
                        List.of(new LocalFile("image_path", "cat.png", Path.of("/w/input/image_path.png"))),
                        Duration.ofMinutes(1),
                        (fraction, message) -> {}),
                charset);
        return environment;
    }
}
