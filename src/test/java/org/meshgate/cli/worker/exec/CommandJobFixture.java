package org.meshgate.cli.worker.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobFolder;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.JobOutcome.Failure;
import org.meshgate.cli.worker.job.LocalFile;
import org.meshgate.cli.worker.protocol.JobAssignment;

/** Runs shell scripts as the command of a job. */
abstract class CommandJobFixture {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String PATH = System.getenv("PATH");
    static final long MAX_OUTPUT = 1024 * 1024;

    @TempDir
    Path directory;

    final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    final ObjectNode inputs = JSON.createObjectNode().put("text_prompt", "a cat");
    Duration timeout = Duration.ofMinutes(5);

    void assertAllEnded() throws IOException {
        List<String> pids = Files.readAllLines(output("pids"));
        assertThat(pids).isNotEmpty();
        await().untilAsserted(() -> assertThat(pids)
                .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).isPresent()));
    }

    Failure failure(String script) throws Exception {
        return failure(Duration.ofSeconds(5), script);
    }

    Failure failure(Duration killGrace, String script) throws Exception {
        return (Failure) executor(script, PATH, killGrace).execute(context());
    }

    JobOutcome run(String script) throws Exception {
        return executor(script, PATH, Duration.ofSeconds(5)).execute(context());
    }

    static CommandJobExecutor executor(String script, String searchPath, Duration killGrace) {
        return new CommandJobExecutor(
                JSON,
                List.of("/bin/sh", "-c", script),
                searchPath,
                new CommandJobExecutor.Limits(MAX_OUTPUT, killGrace),
                line -> {});
    }

    JobContext context() throws IOException {
        Path root = directory.resolve("job");
        JobFolder folder = new JobFolder(root, root.resolve("input"), root.resolve("output"));
        if (Files.notExists(root)) {
            Files.createDirectories(folder.input());
            Files.createDirectory(folder.output());
        }
        Path image = Files.writeString(folder.input().resolve("image.png"), "picture");
        return new JobContext(
                new JobAssignment(
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

    Path output(String name) {
        return directory.resolve("job/output").resolve(name);
    }
}
