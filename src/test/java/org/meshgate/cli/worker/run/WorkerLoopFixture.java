package org.meshgate.cli.worker.run;

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
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.cli.http.HttpSender;
import org.meshgate.cli.http.ServerBaseUrl;
import org.meshgate.cli.worker.FakeWorkerServer;
import org.meshgate.cli.worker.FakeWorkerServer.Call;
import org.meshgate.cli.worker.job.JobContext;
import org.meshgate.cli.worker.job.JobExecutor;
import org.meshgate.cli.worker.job.JobOutcome;
import org.meshgate.cli.worker.job.WorkDirectory;
import org.meshgate.cli.worker.protocol.Capabilities;
import org.meshgate.cli.worker.protocol.Retry;
import org.meshgate.cli.worker.protocol.TokenFile;
import org.meshgate.cli.worker.protocol.WorkerApi;
import org.meshgate.cli.worker.protocol.WorkerIdentity;

/** A worker against the fake server, with what its tests wait for. */
abstract class WorkerLoopFixture {

    static final ObjectMapper JSON = new ObjectMapper();
    static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
    static final Duration MOMENT = Duration.ofMillis(30);

    @TempDir
    Path directory;

    final FakeWorkerServer server = new FakeWorkerServer();
    final StringWriter log = new StringWriter();
    final List<WorkerLoop> started = new ArrayList<>();
    final CountDownLatch running = new CountDownLatch(1);
    final CountDownLatch proceed = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    @AfterEach
    void stop() {
        proceed.countDown();
        started.forEach(WorkerLoop::stop);
        server.close();
    }

    CompletableFuture<WorkerExit> start(int concurrency, JobExecutor executor) {
        return start(concurrency, Duration.ZERO, executor);
    }

    CompletableFuture<WorkerExit> start(int concurrency, Duration grace, JobExecutor executor) {
        WorkDirectory work = WorkDirectory.open(directory.resolve("work"));
        Timings timings =
                new Timings(Duration.ofSeconds(1), MOMENT, Duration.ofMillis(5), MOMENT, Duration.ofSeconds(5));
        WorkerLoop loop = new WorkerLoop(
                new WorkerApi(
                        HttpSender.direct(),
                        JSON,
                        ServerBaseUrl.of(server.url()),
                        TokenFile.parse("test", FakeWorkerServer.TOKEN),
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

    JobOutcome success(JobContext context) throws IOException {
        return new JobOutcome.Success(
                Files.write(context.folder().output().resolve("model.glb"), MODEL), Optional.empty());
    }

    /** Hangs until the job is stopped; jobs that start later than {@code proceed} succeed. */
    JobOutcome hangUnlessCalled(JobContext context) throws IOException, InterruptedException {
        running.countDown();
        try {
            proceed.await();
        } catch (InterruptedException stopped) {
            interrupted.countDown();
            throw stopped;
        }
        return success(context);
    }

    static void awaitQuietly(CountDownLatch latch) {
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

    List<String> reported(String job, String member) {
        return server.calls("heartbeat").stream()
                .map(Call::body)
                .flatMap(body -> stream(body.path("jobs")))
                .filter(held -> held.path("job_id").asText().equals(job))
                .map(held -> held.path(member).asText())
                .toList();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items.stream();
    }

    List<Path> jobFolders() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("work"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("job-"))
                    .toList();
        }
    }
}
