package org.meshgate.cli.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.meshgate.cli.worker.Fault;

/** What ends a job before its time, and what ends a worker. */
class WorkerStopTest extends WorkerLoopFixture {

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
}
