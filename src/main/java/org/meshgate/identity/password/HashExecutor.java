package org.meshgate.identity.password;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.meshgate.problem.BusyException;
import org.meshgate.runtime.vertx.VertxContext;

/** A thread pool with a bounded queue. Tasks of disconnected clients are dropped and free their place in the queue. */
final class HashExecutor {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final ThreadPoolExecutor threads;

    HashExecutor(int threads, int queue) {
        BlockingQueue<Runnable> waiting = queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue);
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(threads, threads, IDLE_TIMEOUT.toSeconds(), TimeUnit.SECONDS, waiting, work -> {
                    Thread thread = new Thread(work, "password-hash-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task on the pool and emits the result on the caller's Vert.x context. Fails with {@link BusyException}
     * if the queue is full or the client has disconnected.
     */
    <T> Uni<T> run(Supplier<T> work, BooleanSupplier cancelled) {
        return Uni.createFrom().emitter(emitter -> {
            Task<T> task = new Task<>(work, cancelled, emitter, VertxContext.here());
            try {
                threads.execute(task);
            } catch (RejectedExecutionException full) {
                retry(task);
            }
        });
    }

    /** Drops the tasks of disconnected clients, then tries again. */
    private void retry(Task<?> task) {
        threads.getQueue().removeIf(waiting -> waiting instanceof Task<?> work && work.refuseIfCancelled());
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            task.refuse();
        }
    }

    /** The number of queued tasks. */
    int waiting() {
        return threads.getQueue().size();
    }

    /** The number of running tasks. */
    int running() {
        return threads.getActiveCount();
    }

    void stop() {
        threads.shutdownNow();
    }

    private record Task<T>(
            Supplier<T> work, BooleanSupplier cancelled, UniEmitter<? super T> emitter, VertxContext origin)
            implements Runnable {

        @Override
        public void run() {
            if (refuseIfCancelled()) {
                return;
            }
            try {
                T result = work.get();
                origin.run(() -> emitter.complete(result));
            } catch (Throwable e) { // OutOfMemoryError included: the caller waits for a result
                origin.run(() -> emitter.fail(e));
            }
        }

        boolean refuseIfCancelled() {
            if (!cancelled.getAsBoolean()) {
                return false;
            }
            refuse();
            return true;
        }

        void refuse() {
            origin.run(() ->
                    emitter.fail(new BusyException("Too many logins at once. Try again in a moment.", RETRY_AFTER)));
        }
    }
}
