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

    private final Argon2 argon2;
    private final ThreadPoolExecutor workers;

    PasswordHasher(MeshgateConfig config, SecureRandom random) {
        this.argon2 = new Argon2(random);
        this.workers = pool(
                config.security()
                        .passwordHashThreads()
                        .orElse(Runtime.getRuntime().availableProcessors()),
                config.security().passwordHashQueue());
    }

    /** The PHC string of a password; fails with {@link BusyException} when too many wait. */
    public Uni<String> hash(String password) {
        return onWorker(() -> argon2.hash(password));
    }

    /**
     * What became of a password that was held against a stored hash.
     *
     * @param right whether it is the one
     * @param replacement the PHC string to store from now on, when the password is right and its hash an old one
     */
    public record PasswordCheck(boolean right, Optional<String> replacement) {

        @Override
        public String toString() {
            return "PasswordCheck[" + right + "]";
        }
    }

    /**
     * Whether a password belongs to a stored hash, be it one of 3DAIGC-API; fails with {@link BusyException} when too many
     * wait. The work is the same in every case: one computation of Argon2id.
     *
     * @param stored nothing for an account that does not exist: it is wrong then
     */
    public Uni<PasswordCheck> check(String password, Optional<String> stored) {
        return onWorker(() -> stored.flatMap(OldPasswordHash::parse)
                .map(old -> checkOld(password, old))
                .orElseGet(() -> new PasswordCheck(argon2.verify(password, stored), Optional.empty())));
    }

    /** The new hash is computed in any case, instead of the comparison that there is none to make with. */
    private PasswordCheck checkOld(String password, OldPasswordHash old) {
        String replacement = argon2.hash(password);
        return old.matches(password)
                ? new PasswordCheck(true, Optional.of(replacement))
                : new PasswordCheck(false, Optional.empty());
    }

    /** How many hashes were computed since the start: the work that tests compare instead of time. */
    public long computations() {
        return argon2.computations();
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
