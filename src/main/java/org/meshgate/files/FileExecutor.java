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
import org.meshgate.runtime.VertxContext;

/**
 * Threads for work on the disk and what looks like one, of its own and with a bounded queue: a disk or a network share that
 * hangs holds up files and nothing else.
 */
@ApplicationScoped
public class FileExecutor {

    private static final int THREADS = 8;
    private static final int QUEUE = 1000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor threads;

    FileExecutor() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> {
                    Thread thread = new Thread(work, "files-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does blocking work; the result arrives where the caller was. Fails with what the work throws, or with
     * {@link BusyException} when too much of it waits.
     */
    public <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            VertxContext vertxContext = VertxContext.here();
            try {
                threads.execute(() -> {
                    try {
                        T result = work.call();
                        vertxContext.run(() -> emitter.complete(result));
                    } catch (Throwable e) { // also when memory runs out: somebody waits for an answer
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
