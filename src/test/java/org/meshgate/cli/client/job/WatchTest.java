package org.meshgate.cli.client.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.client.CommandRun;
import org.meshgate.cli.client.FakeServer;

/** {@code watch} and {@code cancel}: events, their absence, and each end. */
class WatchTest {

    private static final String JOB = "/api/v1/system/jobs/job-1";
    private static final String GO_ON =
            "Job job-1 goes on. To wait again: meshgate watch job-1 - to end it: meshgate" + " cancel job-1\n";

    @TempDir
    Path folder;

    private final FakeServer server = new FakeServer();
    private final Deque<String> statuses = new ArrayDeque<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void eventsAreLinesInAPipe() {
        // Given
        events("""
                event: status
                data: {"status":"queued","queue_position":2,"estimated_wait_seconds":90}

                : heartbeat

                event: progress
                data: {"progress":0.25,"message":"sampling"}

                event: progress
                data: {"progress":0.251,"message":"still sampling"}

                event: done
                id: done
                data: {"status":"completed"}

                """);
        status("{\"status\":\"queued\",\"queue_position\":3}", "{\"status\":\"completed\"}");
        // When
        CommandRun run = watch();
        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEqualTo("queued  position 3\nprocessing 25%  sampling\nJob job-1 completed.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "completed,0,Job job-1 completed.",
        "failed,4,Job job-1 failed: no memory",
        "cancelled,5,Job job-1 was cancelled."
    })
    void exitCodeTellsTheOutcome(String outcome, int exitCode, String line) {
        status("{\"status\":\"" + outcome + "\",\"error\":\"no memory\"}");
        assertThat(watch()).isEqualTo(new CommandRun(exitCode, "", line + "\n"));
    }

    @Test
    void withoutEventsTheStatusIsAskedFor() {
        // Given a server whose proxy lets no events pass
        server.on("GET " + JOB + "/events", 502, "<html>");
        status(
                "{\"status\":\"queued\",\"queue_position\":1}",
                "{\"status\":\"processing\",\"progress\":0.5}",
                "{\"status\":\"processing\",\"progress\":0.5}",
                "{\"status\":\"processing\",\"progress\":0.9}",
                "{\"status\":\"completed\"}");
        // Then
        assertThat(watch().err())
                .isEqualTo("queued  position 1\nprocessing 50%\nprocessing 90%\nJob job-1 completed.\n");
        assertThat(server.calls("GET " + JOB + "/events")).hasSize(3); // then it is not tried any more
        assertThat(server.calls("GET " + JOB)).hasSize(5);
    }

    @Test
    void streamThatEndsIsOpenedAgain() {
        events("event: progress\ndata: {\"progress\":0.1}\n\n");
        status(
                "{\"status\":\"processing\"}",
                "{\"status\":\"processing\"}",
                "{\"status\":\"processing\"}",
                "{\"status\":\"processing\"}",
                "{\"status\":\"completed\"}");
        assertThat(watch().exitCode()).isZero();
        assertThat(server.calls("GET " + JOB + "/events")).hasSize(4);
    }

    @Test
    void textsOfAServerCannotDriveTheTerminal() {
        events("event: progress\ndata: {\"progress\":0.5,\"message\":\"\\u001b]0;owned\\u0007\\u202e\"}\n\n");
        status(
                "{\"status\":\"processing\"}",
                "{\"status\":\"failed\",\"error\":\"\\u001b[2J\\r\\nJob job-1 completed.\"}");
        CommandRun run = watch();
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).endsWith("processing 50%  ?]0;owned??\nJob job-1 failed: ?[2J??Job job-1 completed.\n");
    }

    @Test
    void jsonIsAsciiInOneLine() {
        status("{\"status\":\"completed\",\"name\":\"\\u001b[2J\\u202e\\u00e9\"}");
        assertThat(watch("--json", "--quiet").out())
                .isEqualTo("{\"status\":\"completed\",\"name\":\"\\u001B[2J\\u202E\\u00E9\"}");
    }

    @Test
    void tokenThatEndsLeavesTheJobRunning() {
        server.on("GET " + JOB + "/events", 401, "{\"error\":\"TOKEN_EXPIRED\",\"detail\":\"The token has expired.\"}");
        status("{\"status\":\"queued\"}");
        assertThat(watch())
                .isEqualTo(
                        new CommandRun(3, "", "queued\n" + GO_ON + "The token has expired.\nLog in: meshgate login\n"));
    }

    @Test
    void jobThatIsDeletedDoesNotGoOn() {
        // Given a job that is there once
        int[] asked = {0};
        server.on(
                "GET " + JOB,
                exchange -> FakeServer.send(
                        exchange,
                        asked[0]++ == 0 ? 200 : 404,
                        asked[0] == 1
                                ? "{\"status\":\"queued\"}"
                                : "{\"error\":\"JOB_NOT_FOUND\",\"detail\":\"There is no such job.\"}"));
        // Then
        assertThat(watch()).isEqualTo(new CommandRun(1, "", "queued\nThere is no such job.\n"));
    }

    @Test
    void jobOfAnotherUserIsNoReasonToLogIn() {
        server.on("GET " + JOB, 403, "{\"error\":\"ACCESS_DENIED\",\"detail\":\"Access denied.\"}");
        assertThat(watch()).isEqualTo(new CommandRun(1, "", "Access denied.\n"));
    }

    @Test
    void longPauseThatTheServerAsksForIsAFailure() {
        server.on("GET " + JOB, exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            FakeServer.send(exchange, 429, "{\"error\":\"RATE_LIMITED\",\"detail\":\"Too many requests.\"}");
        });
        assertThat(watch())
                .isEqualTo(
                        new CommandRun(
                                6,
                                "",
                                server.url()
                                        + " answers 429 RATE_LIMITED: Too many requests. Try again after 2026-11-30T13:00:00Z.\n"));
        assertThat(server.calls("GET " + JOB)).hasSize(1);
    }

    @Test
    void foreignJobIsNotFound() {
        server.on("GET " + JOB, 404, "{\"error\":\"JOB_NOT_FOUND\",\"detail\":\"There is no such job.\"}");
        assertThat(watch().exitCode()).isEqualTo(1);
        assertThat(watch().err()).endsWith("There is no such job.\n");
    }

    @Test
    void endlessLineIsCut() {
        events("data: " + "x".repeat(100_000) + "\n\nevent: done\ndata: {}\n\n");
        status("{\"status\":\"queued\"}", "{\"status\":\"completed\"}");
        assertThat(watch().exitCode()).isZero();
    }

    @Test
    void idOfAJobIsOneSegmentOfAPath() {
        CommandRun.of(CancelCommand::new, server.url(), folder, "../../users/me?x=");
        assertThat(server.calls("POST /api/v1/system/jobs/../../users/me?x=/cancel"))
                .hasSize(1);
    }

    @Test
    void cancelTellsWhatTheServerSays() {
        server.on("POST " + JOB + "/cancel", 200, "{\"status\":\"cancelled\",\"message\":\"Job cancelled\"}");
        assertThat(CommandRun.of(CancelCommand::new, server.url(), folder, "job-1"))
                .isEqualTo(new CommandRun(0, "", "Job cancelled.\n"));
    }

    private void events(String stream) {
        server.on("GET " + JOB + "/events", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(stream.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** The answers of the status route; the last one stays. */
    private void status(String... documents) {
        statuses.addAll(List.of(documents));
        server.on("GET " + JOB, exchange -> FakeServer.send(exchange, 200, next()));
    }

    private synchronized String next() throws IOException {
        return statuses.size() > 1 ? statuses.poll() : statuses.peek();
    }

    private CommandRun watch(String... words) {
        return CommandRun.of(
                WatchCommand::new,
                server.url(),
                folder,
                java.util.stream.Stream.concat(java.util.stream.Stream.of("job-1"), java.util.stream.Stream.of(words))
                        .toArray(String[]::new));
    }
}
