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
 * Hashes and checks passwords on threads of its own, with a bounded queue: a flood of logins waits or is turned away
 * with 503, and never holds up token checks. By default it takes half of the processors at most, for the same reason.
 */
@ApplicationScoped
public class PasswordHasher {

    private final Argon2 argon2;
    private final HashExecutor workers;

    PasswordHasher(MeshgateConfig config, SecureRandom random, Argon2Cost cost) {
        this.argon2 = new Argon2(random, cost);
        this.workers = new HashExecutor(
                config.security()
                        .passwordHashThreads()
                        .orElse(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)),
                config.security().passwordHashQueue());
    }

    /**
     * The PHC string of a password; fails with {@link BusyException} when too many wait, or nobody does any more.
     *
     * @param gone whether whoever asked has left; asked from another thread, when it is their turn
     */
    public Uni<String> hash(String password, BooleanSupplier gone) {
        return workers.run(() -> argon2.hash(password), gone);
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
     * Whether a password belongs to a stored hash, be it one of 3DAIGC-API; fails as {@link #hash} does. A wrong password
     * costs the same in every case: one computation of Argon2id. So does the right one, but for the one time at which its
     * hash is replaced by one with higher parameters.
     *
     * @param stored nothing for an account that does not exist: it is wrong then
     * @param gone whether whoever asked has left; asked from another thread, when it is their turn
     */
    public Uni<PasswordCheck> check(String password, Optional<String> stored, BooleanSupplier gone) {
        return workers.run(
                () -> stored.flatMap(LegacyPasswordHash::parse)
                        .map(old -> checkOld(password, old))
                        .orElseGet(() -> checkCurrent(password, stored)),
                gone);
    }

    private PasswordCheck checkCurrent(String password, Optional<String> stored) {
        boolean right = argon2.verify(password, stored);
        return new PasswordCheck(
                right, right ? stored.filter(argon2::isOutdated).map(old -> argon2.hash(password)) : Optional.empty());
    }

    /** The new hash is computed in any case, instead of the comparison that there is none to make with. */
    private PasswordCheck checkOld(String password, LegacyPasswordHash old) {
        String replacement = argon2.hash(password);
        return old.matches(password)
                ? new PasswordCheck(true, Optional.of(replacement))
                : new PasswordCheck(false, Optional.empty());
    }

    /** How many hashes were computed since the start: the work that tests compare instead of time. */
    public long computations() {
        return argon2.computations();
    }

    /** How many passwords wait for a thread. */
    int waiting() {
        return workers.waiting();
    }

    /** How many passwords are being hashed or checked. */
    int running() {
        return workers.running();
    }

    @PreDestroy
    void stop() {
        workers.stop();
    }
}
