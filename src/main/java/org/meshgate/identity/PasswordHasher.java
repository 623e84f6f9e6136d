package org.meshgate.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BusyException;

/**
 * Hashes and checks passwords on threads of its own, with a bounded queue: a flood of logins waits or is turned away
 * with 503, and never holds up token checks.
 */
@ApplicationScoped
public class PasswordHasher {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** A hash that no password has, with the parameters of new ones. */
    private static final String DECOY = "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private final SecureRandom random;
    private final ThreadPoolExecutor workers;
    private final AtomicLong computations = new AtomicLong();

    PasswordHasher(MeshgateConfig config, SecureRandom random) {
        this.random = random;
        this.workers = pool(
                config.security()
                        .passwordHashThreads()
                        .orElse(Runtime.getRuntime().availableProcessors()),
                config.security().passwordHashQueue());
    }

    /** The PHC string of a password; fails with {@link BusyException} when too many wait. */
    public Uni<String> hash(String password) {
        return onWorker(() -> Argon2.hash(password, random));
    }

    /** Whether a password belongs to a PHC string; fails with {@link BusyException} when too many wait. */
    public Uni<Boolean> verify(String password, String phc) {
        return onWorker(() -> Argon2.verify(password, phc));
    }

    /** Does the work of {@link #verify} for nobody, so that an unknown name takes as long as a wrong password. */
    public Uni<Boolean> verifyNobody(String password) {
        return verify(password, DECOY).replaceWith(false);
    }

    /** How many hashes were computed since the start: the work that tests compare instead of time. */
    public long computations() {
        return computations.get();
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    /** The result arrives where the caller was, so that nothing but hashing runs on these threads. */
    private <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            Optional<Context> origin = Optional.ofNullable(Vertx.currentContext());
            Consumer<Runnable> back =
                    task -> origin.ifPresentOrElse(context -> context.runOnContext(none -> task.run()), task::run);
            try {
                workers.execute(() -> {
                    computations.incrementAndGet();
                    try {
                        T result = work.get();
                        back.accept(() -> emitter.complete(result));
                    } catch (Throwable e) { // also when memory runs out: somebody waits for an answer
                        back.accept(() -> emitter.fail(e));
                    }
                });
            } catch (RejectedExecutionException e) {
                emitter.fail(new BusyException("Too many logins at once. Try again in a moment.", RETRY_AFTER));
            }
        });
    }

    private static ThreadPoolExecutor pool(int threads, int queue) {
        BlockingQueue<Runnable> waiting = queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue);
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, waiting, work -> {
                    Thread thread = new Thread(work, "password-hash-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
