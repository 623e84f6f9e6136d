package org.meshgate.cli.worker.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.JobOutcome.Failure;
import org.meshgate.cli.worker.job.JobOutcome.Success;

/** {@code --exec} with real child processes that fail, flood, hang, fork and ignore signals. */
class CommandProcessTest extends CommandJobFixture {

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
        // Given 16 MiB without a line break, and as much in lines
        Failure failure = failure("""
                head -c 16777216 /dev/zero | tr '\\0' x
                echo
                yes "a line of output" | head -c 16777216
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
    void lastLineAfterAFloodIsStillRead() throws Exception {
        JobOutcome outcome = run("""
                echo x > "$MESHGATE_OUTPUT_DIR/a.glb"
                echo x > "$MESHGATE_OUTPUT_DIR/b.glb"
                yes "a line of output" | head -c 16777216
                echo
                echo result b.glb
                """);
        assertThat(outcome).isEqualTo(new Success(output("b.glb"), Optional.empty()));
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
}
