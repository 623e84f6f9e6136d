package org.meshgate.identity.password;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.BusyException;

/**
 * Hashes and verifies passwords on a dedicated, bounded executor: a flood of logins is queued or rejected with 503
 * and never delays token checks. By default it uses at most half of the processors, for the same reason.
 */
@ApplicationScoped
public class PasswordHasher {

    private final Argon2 argon2;
    private final HashExecutor executor;

    PasswordHasher(MeshgateConfig config, SecureRandom random, Argon2Cost cost) {
        this.argon2 = new Argon2(random, cost);
        this.executor = new HashExecutor(
                config.security()
                        .passwordHashThreads()
                        .orElse(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)),
                config.security().passwordHashQueue());
    }

    /**
     * Hashes a password to a PHC string. Fails with {@link BusyException} if the queue is full or the client has
     * disconnected.
     *
     * @param cancelled whether the client has disconnected; called on a hash thread before the work begins
     */
    public Uni<String> hash(String password, BooleanSupplier cancelled) {
        return executor.run(() -> argon2.hash(password), cancelled);
    }

    /**
     * The result of verifying a password.
     *
     * @param right whether the password matches
     * @param replacement PHC string to store instead, if the password matches an outdated hash
     */
    public record PasswordCheck(boolean right, Optional<String> replacement) {

        @Override
        public String toString() {
            return "PasswordCheck[" + right + "]";
        }
    }

    /**
     * Verifies a password against a stored hash, also of 3DAIGC-API. Fails as {@link #hash} does. Costs exactly one
     * Argon2id computation for wrong passwords and unknown accounts, so that timing reveals nothing. A matching
     * password costs a second one only when its hash is upgraded to current parameters.
     *
     * @param stored empty for an unknown account; the password is wrong then
     * @param cancelled whether the client has disconnected; called on a hash thread before the work begins
     */
    public Uni<PasswordCheck> check(String password, Optional<String> stored, BooleanSupplier cancelled) {
        return executor.run(
                () -> stored.flatMap(LegacyPasswordHash::parse)
                        .map(old -> checkLegacy(password, old))
                        .orElseGet(() -> checkCurrent(password, stored)),
                cancelled);
    }

    private PasswordCheck checkCurrent(String password, Optional<String> stored) {
        boolean right = argon2.verify(password, stored);
        return new PasswordCheck(
                right, right ? stored.filter(argon2::isOutdated).map(old -> argon2.hash(password)) : Optional.empty());
    }

    /** Computes the new hash even for a wrong password, so that the work equals that of {@link #checkCurrent}. */
    private PasswordCheck checkLegacy(String password, LegacyPasswordHash old) {
        String replacement = argon2.hash(password);
        return old.matches(password)
                ? new PasswordCheck(true, Optional.of(replacement))
                : new PasswordCheck(false, Optional.empty());
    }

    /** The number of computed hashes since startup. Tests compare this work instead of time. */
    public long computations() {
        return argon2.computations();
    }

    /** The number of queued passwords. */
    int waiting() {
        return executor.waiting();
    }

    /** The number of passwords being hashed or verified. */
    int running() {
        return executor.running();
    }

    @PreDestroy
    void stop() {
        executor.stop();
    }
}
