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
import org.meshgate.runtime.VertxContext;

/** A few threads and a bounded queue. Work for somebody who has left is not done, and gives up its place. */
final class HashExecutor {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor threads;

    HashExecutor(int threads, int queue) {
        BlockingQueue<Runnable> waiting = queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, waiting, work -> {
            Thread thread = new Thread(work, "password-hash-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does the work when it is its turn; the result arrives where the caller was, so that nothing else runs on these
     * threads. Fails with {@link BusyException} when too much waits, or when nobody waits for this any more.
     */
    <T> Uni<T> run(Supplier<T> work, BooleanSupplier gone) {
        return Uni.createFrom().emitter(emitter -> {
            Work<T> task = new Work<>(work, gone, emitter, VertxContext.here());
            try {
                threads.execute(task);
            } catch (RejectedExecutionException full) {
                retry(task);
            }
        });
    }

    /** Room may be found among those who have left. */
    private void retry(Work<?> task) {
        threads.getQueue().removeIf(waiting -> waiting instanceof Work<?> work && work.giveUpIfGone());
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            task.refuse();
        }
    }

    /** How much waits for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    /** How much is being done. */
    int running() {
        return threads.getActiveCount();
    }

    void stop() {
        threads.shutdownNow();
    }

    private record Work<T>(Supplier<T> work, BooleanSupplier gone, UniEmitter<? super T> emitter, VertxContext origin)
            implements Runnable {

        @Override
        public void run() {
            if (giveUpIfGone()) {
                return;
            }
            try {
                T result = work.get();
                origin.run(() -> emitter.complete(result));
            } catch (Throwable e) { // also when memory runs out: somebody waits for an answer
                origin.run(() -> emitter.fail(e));
            }
        }

        boolean giveUpIfGone() {
            if (!gone.getAsBoolean()) {
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
