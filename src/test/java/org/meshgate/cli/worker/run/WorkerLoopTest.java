package org.meshgate.cli.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.cli.worker.FakeWorkerServer;
import org.meshgate.cli.worker.FakeWorkerServer.Call;
import org.meshgate.cli.worker.FakeWorkerServer.Fault;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobExecutor;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.WorkDirectory;
import org.meshgate.cli.worker.net.HttpSender;
import org.meshgate.cli.worker.protocol.Capabilities;
import org.meshgate.cli.worker.protocol.Retry;
import org.meshgate.cli.worker.protocol.ServerAddress;
import org.meshgate.cli.worker.protocol.WorkerApi;
import org.meshgate.cli.worker.protocol.WorkerIdentity;
import org.meshgate.cli.worker.protocol.WorkerToken;

/** A worker against the protocol: what it claims, tells, obeys and gives back. */
class WorkerLoopTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
    private static final Duration MOMENT = Duration.ofMillis(30);

    @TempDir
    Path directory;

    private final FakeWorkerServer server = new FakeWorkerServer();
    private final StringWriter log = new StringWriter();
    private final List<WorkerLoop> started = new ArrayList<>();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @AfterEach
    void stop() {
        proceed.countDown();
        started.forEach(WorkerLoop::stop);
        server.close();
    }

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

    @Test
    void cancelledJobIsStoppedAndToldAtOnce() {
        String job = server.submit("a cat");
        String next = server.submit("a dog");
        start(1, this::hangUnlessCalled);
        await().until(() -> running.getCount() == 0);
        // When
        server.order(job, "cancel");
        // Then
        await().until(() -> server.status(job).equals("cancelled"));
        assertThat(interrupted.getCount()).isZero();
        proceed.countDown();
        await().until(() -> server.status(next).equals("completed"));
    }

    @Test
    void lostJobIsStoppedAndNothingOfItIsSent() {
        String job = server.submit("a cat");
        start(1, context -> context.job().attempt() == 1 ? hangUnlessCalled(context) : success(context));
        await().until(() -> running.getCount() == 0);
        // When the lease ends and the same worker gets the job again
        server.expire(job);
        // Then
        await().until(() -> server.status(job).equals("completed"));
        assertThat(interrupted.getCount()).isZero();
        assertThat(server.attempt(job)).isEqualTo(2);
        assertThat(server.ends(job)).isEqualTo(1);
        assertThat(server.calls("fail")).isEmpty();
        assertThat(log.toString()).contains("lost " + job);
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
    void tokenThatIsRefusedEndsTheWorkerAndItsJobs() {
        String job = server.submit("a cat");
        CompletableFuture<WorkerExit> exit = start(1, this::hangUnlessCalled);
        await().until(() -> running.getCount() == 0);
        // When
        server.refuseToken();
        // Then
        assertThat(exit.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join())
                .isEqualTo(WorkerExit.TOKEN_REFUSED);
        assertThat(interrupted.getCount()).isZero();
        assertThat(server.status(job)).isEqualTo("processing");
        assertThat(server.calls("release")).isEmpty();
        assertThat(log.toString()).contains("the token is refused: ").contains("401 INVALID_TOKEN");
    }

    @Test
    void unknownFeatureEndsTheWorker() {
        server.fail("claim", Fault.of(422));
        assertThat(start(1, this::success).join()).isEqualTo(WorkerExit.REFUSED);
        assertThat(log.toString()).contains("answers 422 FAULT: on demand");
    }

    @Test
    void redirectIsNotFollowed() {
        server.fail("claim", new Fault(307, java.util.Map.of("Location", "http://127.0.0.1:1/"), ""));
        assertThat(start(1, this::success).join()).isEqualTo(WorkerExit.REFUSED);
        assertThat(log.toString()).contains("answers 307. Redirects are not followed");
    }

    @Test
    void stoppedWorkerGivesItsJobsBackBeforeItStopsThem() {
        String job = server.submit("a cat");
        CountDownLatch cleaned = new CountDownLatch(1);
        CompletableFuture<WorkerExit> exit = start(1, context -> {
            try {
                return hangUnlessCalled(context);
            } catch (InterruptedException stopped) {
                awaitQuietly(cleaned); // a command that takes its time
                throw stopped;
            }
        });
        await().until(() -> running.getCount() == 0);
        // When
        started.get(0).stop();
        // Then
        await().until(() -> server.status(job).equals("queued"));
        assertThat(exit).isNotDone();
        cleaned.countDown();
        assertThat(exit.join()).isEqualTo(WorkerExit.STOPPED);
        assertThat(server.calls("fail")).isEmpty();
        assertThat(log.toString()).contains("released " + job);
    }

    @Test
    void stoppedWorkerFinishesItsJobsWithinTheGrace() {
        String job = server.submit("a cat");
        CompletableFuture<WorkerExit> exit = start(1, Duration.ofMinutes(5), context -> {
            running.countDown();
            proceed.await();
            return success(context);
        });
        await().until(() -> running.getCount() == 0);
        // When
        started.get(0).stop();
        String next = server.submit("too late");
        proceed.countDown();
        // Then
        assertThat(exit.join()).isEqualTo(WorkerExit.STOPPED);
        assertThat(server.status(job)).isEqualTo("completed");
        assertThat(server.status(next)).isEqualTo("queued");
    }

    @Test
    void idleWorkerStopsAtOnce() {
        CompletableFuture<WorkerExit> exit = start(1, this::success);
        await().until(() -> !server.calls("claim").isEmpty());
        started.get(0).stop();
        assertThat(exit.join()).isEqualTo(WorkerExit.STOPPED);
    }

    @Test
    void drainedWorkerFinishesItsJobsAndEnds() {
        String job = server.submit("a cat");
        CompletableFuture<WorkerExit> exit = start(2, context -> {
            running.countDown();
            proceed.await();
            return success(context);
        });
        await().until(() -> running.getCount() == 0);
        // When
        server.drain();
        await().until(() -> log.toString().contains("drained by the server"));
        String next = server.submit("too late");
        proceed.countDown();
        // Then
        assertThat(exit.join()).isEqualTo(WorkerExit.STOPPED);
        assertThat(server.status(job)).isEqualTo("completed");
        assertThat(server.status(next)).isEqualTo("queued");
    }

    @Test
    void idleWorkerIsDrained() {
        server.drain();
        assertThat(start(1, this::success).join()).isEqualTo(WorkerExit.STOPPED);
    }

    @Test
    void idleWorkerSendsNoHeartbeatsBetweenItsClaims() {
        start(1, this::success);
        await().until(() -> server.calls("claim").size() >= 3);
        assertThat(server.calls("heartbeat").size())
                .isLessThan(server.calls("claim").size());
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

    private CompletableFuture<WorkerExit> start(int concurrency, JobExecutor executor) {
        return start(concurrency, Duration.ZERO, executor);
    }

    private CompletableFuture<WorkerExit> start(int concurrency, Duration grace, JobExecutor executor) {
        WorkDirectory work = WorkDirectory.open(directory.resolve("work"));
        Timings timings =
                new Timings(Duration.ofSeconds(1), MOMENT, Duration.ofMillis(5), MOMENT, Duration.ofSeconds(5));
        WorkerLoop loop = new WorkerLoop(
                new WorkerApi(
                        HttpSender.direct(),
                        JSON,
                        ServerAddress.of(server.url()),
                        WorkerToken.of("test", FakeWorkerServer.TOKEN),
                        new WorkerIdentity("w-1", "host", "1")),
                new WorkerLoop.Options(
                        new Capabilities(List.of(FakeWorkerServer.FEATURE), List.of(), List.of("m")),
                        concurrency,
                        Duration.ofMinutes(10),
                        grace,
                        Duration.ofSeconds(10),
                        timings),
                new Retry(new Random(), timings.firstRetry(), timings.maxRetry()),
                work,
                executor,
                new WorkerLog(new PrintWriter(log), Clock.systemUTC(), false));
        started.add(loop);
        return CompletableFuture.supplyAsync(loop::run, task -> new Thread(task, "worker").start());
    }

    private JobOutcome success(JobContext context) throws IOException {
        return new JobOutcome.Success(
                Files.write(context.folder().output().resolve("model.glb"), MODEL), Optional.empty());
    }

    /** Hangs until the job is stopped; jobs that start later than {@code proceed} succeed. */
    private JobOutcome hangUnlessCalled(JobContext context) throws IOException, InterruptedException {
        running.countDown();
        try {
            proceed.await();
        } catch (InterruptedException stopped) {
            interrupted.countDown();
            throw stopped;
        }
        return success(context);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                done = false;
            }
        }
    }

    private List<String> reported(String job, String member) {
        return server.calls("heartbeat").stream()
                .map(Call::body)
                .flatMap(body -> stream(body.path("jobs")))
                .filter(held -> held.path("job_id").asText().equals(job))
                .map(held -> held.path(member).asText())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items.stream();
    }

    private List<Path> jobFolders() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("work"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("job-"))
                    .toList();
        }
    }
}
