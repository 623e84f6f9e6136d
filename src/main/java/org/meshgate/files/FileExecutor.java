package org.meshgate.files;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.meshgate.problem.BusyException;
import org.meshgate.runtime.vertx.VertxContext;

/**
 * A thread pool for blocking file work, with a bounded queue. It is separate from the other pools, so that a disk or
 * network share that hangs blocks file requests only.
 */
@ApplicationScoped
public class FileExecutor {

    private static final int THREADS = 8;
    private static final int MAX_QUEUED = 1000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor threads;

    FileExecutor() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                KEEP_ALIVE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_QUEUED),
                work -> {
                    Thread thread = new Thread(work, "files-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs blocking work; the result is emitted on the caller's Vert.x context. Fails with the exception of the work,
     * or with {@link BusyException} when the queue is full.
     */
    public <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            VertxContext vertxContext = VertxContext.here();
            try {
                threads.execute(() -> {
                    try {
                        T result = work.call();
                        vertxContext.run(() -> emitter.complete(result));
                    } catch (Throwable e) { // also an OutOfMemoryError: the client waits for a response
                        vertxContext.run(() -> emitter.fail(e));
                    }
                });
            } catch (RejectedExecutionException e) {
                emitter.fail(new BusyException("Too many files are asked for at once.", RETRY_AFTER));
            }
        });
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
