package org.meshgate.cli.worker.exec;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.meshgate.cli.http.LineReader;

/** A running command with the readers of its output. Closing it ends all its processes. */
final class ChildProcess implements AutoCloseable {

    private static final Duration READERS = Duration.ofSeconds(5);

    private final Process process;
    private final ProcessTree tree;
    private final List<Thread> readers;
    private final Duration killGrace;

    private ChildProcess(Process process, ProcessTree tree, List<Thread> readers, Duration killGrace) {
        this.process = process;
        this.tree = tree;
        this.readers = readers;
        this.killGrace = killGrace;
    }

    /**
     * Starts a command.
     *
     * @param group whether the command line begins with setsid
     * @param killGrace from SIGTERM to SIGKILL
     */
    static ChildProcess start(
            ProcessBuilder builder, boolean group, Consumer<String> out, Consumer<String> err, Duration killGrace)
            throws IOException {
        Process process = builder.start();
        String mark = ChildEnvironment.OUTPUT + "=" + builder.environment().get(ChildEnvironment.OUTPUT);
        return new ChildProcess(
                process,
                new ProcessTree(process, group, mark),
                List.of(reader("out", process.getInputStream(), out), reader("err", process.getErrorStream(), err)),
                killGrace);
    }

    private static Thread reader(String name, InputStream in, Consumer<String> consumer) {
        Thread thread = new Thread(new LineReader(in, consumer)::readAll, "child-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits a moment for the end. */
    boolean hasEndedWithin(Duration wait) throws InterruptedException {
        return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** After the end: 128 and the number of the signal when one ended it. */
    int exitCode() {
        return process.exitValue();
    }

    /** Ends all processes: SIGTERM, and SIGKILL for those that are still there after a while. */
    void stop() {
        boolean interrupted = Thread.interrupted();
        if (process.isAlive()) {
            tree.terminate();
            interrupted |= awaitEnd();
        }
        tree.kill();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends what the command left running, and reads the rest of its output. Interrupting the thread does not cut it
     * short.
     */
    @Override
    public void close() {
        stop();
        boolean interrupted = Thread.interrupted();
        for (Thread reader : readers) {
            interrupted |= join(reader);
        }
        // A process that none of the ways has found may hold the pipes: they are left, and their reader is a daemon.
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean join(Thread reader) {
        try {
            reader.join(READERS.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Whether the thread was interrupted meanwhile, which does not shorten the wait of the command. */
    private boolean awaitEnd() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + killGrace.toNanos();
        while (true) {
            try {
                process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (TimeoutException | ExecutionException e) {
                return interrupted;
            }
        }
    }
}
