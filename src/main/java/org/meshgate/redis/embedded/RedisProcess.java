package org.meshgate.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The process of an embedded Redis. Its parent is a shell that ends it together with this JVM. A Redis that ends by
 * itself is started again with the same port, password and data, so that its clients find it where it was.
 */
final class RedisProcess {

    /**
     * The shell ignores the signals of the terminal, and {@code setsid}, where there is one, keeps them from Redis: it
     * must serve until this JVM has finished its last request.
     */
    private static final String KEEPER = """
            umask 077
            trap '' INT HUP TERM
            exec 3<&0
            if command -v setsid >/dev/null 2>&1; then setsid "$1" "$2" </dev/null & else "$1" "$2" </dev/null & fi
            redis=$!
            (cat <&3 >/dev/null; while kill "$redis" 2>/dev/null; do sleep 1; done) &
            wait "$redis"
            kill -9 "$!" 2>/dev/null
            """;

    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final int MAX_RESTARTS = 5;
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

    /** A Redis that has run for so long may be restarted as often as a new one. */
    private static final Duration STABLE = Duration.ofMinutes(10);

    private final EmbeddedRedisEndpoint endpoint;
    private final ServerFiles files;
    private final Thread restarter = new Thread(this::restartWhenItEnds, "embedded-redis");
    private Process keeper;
    private boolean stopped;

    /** Where the parts of the server are. */
    record ServerFiles(Path executable, Path configuration, Path log, Path endpoint) {}

    private RedisProcess(EmbeddedRedisEndpoint endpoint, ServerFiles files) throws IOException {
        this.endpoint = endpoint;
        this.files = files;
        Files.deleteIfExists(files.log());
        this.keeper = launch();
        restarter.setDaemon(true);
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @param endpoint as in the configuration file of the server; its process id is not used
     * @throws EmbeddedRedisException when it does not answer in time
     */
    static RedisProcess start(EmbeddedRedisEndpoint endpoint, ServerFiles files) throws IOException {
        RedisProcess process = new RedisProcess(endpoint, files);
        process.awaitStart(process.keeper);
        if (!endpoint.shortLived()) {
            process.restarter.start();
        }
        return process;
    }

    /** Ends the server, which saves first. */
    void stop() throws IOException, InterruptedException {
        Process last;
        synchronized (this) {
            stopped = true;
            last = keeper;
        }
        restarter.interrupt();
        restarter.join(STOP_LIMIT.toMillis());
        last.getOutputStream().close();
        if (!last.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            last.descendants().forEach(ProcessHandle::destroyForcibly);
            last.destroyForcibly();
        }
    }

    /** Waits for a moment before a process or file is looked at again. */
    static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("interrupted while the embedded Redis was starting", e);
        }
    }

    private Process launch() throws IOException {
        // before it answers: if this process is killed now, the next start still finds the server
        endpoint.write(files.endpoint());
        return new ProcessBuilder(List.of(
                        "/bin/sh",
                        "-c",
                        KEEPER,
                        "meshgate-redis",
                        files.executable().toString(),
                        files.configuration().toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
                .start();
    }

    private void awaitStart(Process started) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!endpoint.answers()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new EmbeddedRedisException("The embedded Redis did not start; see " + files.log()
                        + ", or use a Redis of your own with --redis-url.");
            }
            pause();
        }
        endpoint.withRedisPid(endpoint.reportedPid().orElse(-1L)).write(files.endpoint());
    }

    private void restartWhenItEnds() {
        try {
            int restarts = 0;
            while (true) {
                long since = System.nanoTime();
                current().waitFor();
                restarts = System.nanoTime() - since > STABLE.toNanos() ? 1 : restarts + 1;
                Thread.sleep(RESTART_DELAY.toMillis());
                if (endpoint.answers()) {
                    log().warn(
                                    "The shell of the embedded Redis has ended. Redis runs, but if it ends, it is not started"
                                            + " again.");
                    return;
                }
                if (restarts > MAX_RESTARTS) {
                    log().errorf(
                                    "The embedded Redis does not stay alive and is not started again. See %s, then restart"
                                            + " this server.",
                                    files.log());
                    return;
                }
                log().warnf("The embedded Redis has ended by itself. Starting it again; its log is %s.", files.log());
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // this program ends
        }
    }

    private void restart() throws InterruptedException {
        try {
            Process started;
            synchronized (this) {
                if (stopped) {
                    throw new InterruptedException("stopped");
                }
                keeper = launch();
                started = keeper;
            }
            awaitStart(started);
        } catch (IOException | EmbeddedRedisException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("stopped");
            }
            log().warn(failed.getMessage());
        }
    }

    private synchronized Process current() {
        return keeper;
    }

    /** Not a constant: the first Redis starts before Quarkus has set up the log. */
    private static Logger log() {
        return Logger.getLogger(RedisProcess.class);
    }
}
