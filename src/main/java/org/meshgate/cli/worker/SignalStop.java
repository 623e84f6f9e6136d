package org.meshgate.cli.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.cli.worker.job.WorkDirectory;
import org.meshgate.cli.worker.run.WorkerExit;
import org.meshgate.cli.worker.run.WorkerLoop;

/** Stops a worker at SIGTERM and SIGINT, and ends the process with the worker's exit code, not that of the signal. */
final class SignalStop {

    /** Longer than a job's grace and the time to stop its command. */
    private static final long MAX_MINUTES = 70;

    private final WorkerLoop loop;
    private final WorkDirectory work;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<WorkerExit> exit = new AtomicReference<>(WorkerExit.STOPPED);

    SignalStop(WorkerLoop loop, WorkDirectory work) {
        this.loop = loop;
        this.work = work;
    }

    /** Runs the worker to its end. */
    WorkerExit run() {
        Thread hook = new Thread(this::onShutdown, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        exit.set(loop.run());
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            work.close(); // the process may be gone before its caller closes it
        }
        ended.countDown();
        return exit.get();
    }

    private void onShutdown() {
        loop.stop();
        try {
            ended.await(MAX_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exit.get().code()); // otherwise 143
    }
}
