package org.meshgate.cli.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.cli.worker.FakeWorkerServer;
import org.meshgate.cli.worker.Fault;
import org.meshgate.cli.worker.job.JobOutcome;

/** What a worker claims, tells, repeats and delivers. */
class WorkerLoopTest extends WorkerLoopFixture {

    @Test
    void jobRunsAndItsFilesReachTheServer() {
        // Given
        String job = server.submit("a cat");
        // When
        start(1, context -> {
            context.progress().progress(0.5, "half");
            await().until(() -> reported(job, "message").contains("half"));
            Path result = Files.write(context.folder().output().resolve("my cat.glb"), MODEL);
            Path thumbnail = Files.write(context.folder().output().resolve("cat.png"), FakeWorkerServer.INPUT);
            return new JobOutcome.Success(result, Optional.of(thumbnail));
        });
        // Then
        await().until(() -> server.status(job).equals("completed"));
        assertThat(server.file(job, "my_cat.glb")).isEqualTo(MODEL);
        assertThat(server.file(job, "cat.png")).isEqualTo(FakeWorkerServer.INPUT);
        assertThat(server.end(job).path("result").asText()).isEqualTo("my_cat.glb");
        assertThat(server.end(job).path("thumbnail").asText()).isEqualTo("cat.png");
        assertThat(server.end(job).path("seconds").isDouble()).isTrue();
        assertThat(reported(job, "progress")).contains("0.5");
        await().untilAsserted(() -> assertThat(log.toString())
                .contains("claimed " + job)
                .contains("completed " + job)
                .doesNotContain(FakeWorkerServer.TOKEN)
                .doesNotContain("lease"));
        await().untilAsserted(() -> assertThat(jobFolders()).isEmpty());
    }

    @Test
    void claimTellsWhoAsksForWhat() {
        start(3, context -> success(context));
        await().until(() -> !server.calls("claim").isEmpty());
        JsonNode claim = server.calls("claim").get(0).body();
        assertThat(claim.path("worker_id").asText()).isEqualTo("w-1");
        assertThat(claim.path("host").asText()).isEqualTo("host");
        assertThat(claim.path("version").asText()).isEqualTo("1");
        assertThat(claim.path("slots").asInt()).isEqualTo(3);
        assertThat(claim.path("wait_seconds").asInt()).isEqualTo(1);
        assertThat(claim.path("features").toString()).isEqualTo("[\"text_to_textured_mesh\"]");
        assertThat(claim.path("loaded_models").toString()).isEqualTo("[\"m\"]");
        assertThat(claim.has("models")).isFalse();
    }

    @Test
    void inputFileIsNamedByItsField() {
        String job = server.submit(JSON.createObjectNode().put("image", "file"), true);
        CompletableFuture<String> seen = new CompletableFuture<>();
        start(1, context -> {
            seen.complete(context.files().get(0).path().getFileName() + ": "
                    + Files.readString(context.files().get(0).path()));
            return success(context);
        });
        await().until(() -> server.status(job).equals("completed"));
        assertThat(seen).isCompletedWithValue("image.png: picture");
    }

    @Test
    void inputFileThatIsGoneFailsTheJob() {
        server.fail("download", Fault.of(404));
        String job = server.submit(JSON.createObjectNode(), true);
        start(1, this::success);
        await().until(() -> server.status(job).equals("failed"));
        assertThat(server.end(job).path("error").asText()).startsWith("An input file cannot be fetched: ");
    }

    @Test
    void refusedLinkOfAFileDoesNotEndTheWorker() {
        server.fail("download", Fault.of(403));
        String job = server.submit(JSON.createObjectNode(), true);
        String next = server.submit("next");
        start(1, this::success);
        await().until(() -> server.status(next).equals("completed"));
        assertThat(server.status(job)).isEqualTo("failed");
    }

    @Test
    void failureIsReportedWithItsLog() {
        String job = server.submit("a cat");
        start(1, context -> new JobOutcome.Failure("no GPU", true, Optional.of("line 1\nline 2")));
        await().until(() -> server.status(job).equals("retry"));
        assertThat(server.end(job).path("error").asText()).isEqualTo("no GPU");
        assertThat(server.end(job).path("log_tail").asText()).isEqualTo("line 1\nline 2");
    }

    @Test
    void failureOfTheMachineIsRetryable() {
        String job = server.submit("a cat");
        start(1, context -> {
            throw new IOException("No space left on device");
        });
        await().until(() -> server.status(job).equals("retry"));
        assertThat(server.end(job).path("error").asText()).isEqualTo("The worker could not run the job (IOException).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "complete", "claim", "heartbeat"})
    void callsAreRepeatedWhileTheServerIsAway(String call) {
        // Given a server that is overloaded, broken, and cuts the connection after it carried out the call
        Fault[] faults = call.equals("claim") // whose answer must not get lost: nobody would know the lease
                ? new Fault[] {Fault.of(503), Fault.of(429), Fault.of(500)}
                : new Fault[] {Fault.of(503), Fault.of(429), Fault.of(500), Fault.lostAnswer()};
        server.fail(call, faults);
        String job = server.submit("a cat");
        // When
        start(1, context -> {
            await().until(() -> server.calls("heartbeat").size() > 5);
            return success(context);
        });
        // Then
        await().until(() -> server.status(job).equals("completed"));
        await().until(() -> server.calls(call).size() > faults.length);
        assertThat(server.ends(job)).isEqualTo(1);
        assertThat(server.attempt(job)).isEqualTo(1);
    }

    @Test
    void failIsRepeatedUntilItIsAnswered() {
        server.fail("fail", Fault.of(502), Fault.lostAnswer());
        String job = server.submit("a cat");
        start(1, context -> JobOutcome.Failure.permanent("bad prompt"));
        await().until(() -> server.calls("fail").size() == 3);
        assertThat(server.status(job)).isEqualTo("failed");
        assertThat(server.ends(job)).isEqualTo(1);
    }

    @Test
    void refusedResultFailsTheJob() {
        server.fail("files", Fault.of(413));
        String job = server.submit("a cat");
        start(1, this::success);
        await().until(() -> server.status(job).equals("failed"));
        assertThat(server.end(job).path("error").asText())
                .startsWith("The result is refused: ")
                .contains("413");
    }

    @Test
    void connectionThatAlwaysBreaksWhileAFileIsSentEndsTheAttempt() {
        Fault[] broken = new Fault[5];
        java.util.Arrays.fill(broken, Fault.lostAnswer());
        server.fail("files", broken);
        String job = server.submit("a cat");
        start(1, this::success);
        await().until(() -> server.status(job).equals("retry"));
        assertThat(server.end(job).path("error").asText()).startsWith("The result cannot be sent: ");
    }

    @Test
    void idleWorkerSendsNoHeartbeats() {
        start(1, this::success);
        await().until(() -> server.calls("claim").size() >= 3);
        assertThat(server.calls("heartbeat")).isEmpty();
    }

    @Test
    void severalJobsRunAtTheSameTimeAndShareOneHeartbeat() {
        CountDownLatch three = new CountDownLatch(3);
        List<String> jobs = List.of(server.submit("1"), server.submit("2"), server.submit("3"), server.submit("4"));
        start(3, context -> {
            three.countDown();
            proceed.await();
            return success(context);
        });
        await().until(() -> three.getCount() == 0);
        await().until(() -> server.calls("heartbeat").stream()
                .anyMatch(call -> call.body().path("jobs").size() == 3));
        assertThat(server.status(jobs.get(3))).isEqualTo("queued");
        proceed.countDown();
        await().until(() -> jobs.stream().allMatch(job -> server.status(job).equals("completed")));
    }
}
