package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.deletion.UserDeleter;
import org.meshgate.caller.Caller;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.store.UserStore.UserAndTokenCount;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.jobs.UserJobs;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.throttle.LoginThrottle;

/**
 * Deletes the caller's own account after verifying the password. Tokens are revoked and waiting jobs cancelled; other
 * jobs stay visible to administrators.
 */
@ApplicationScoped
public class AccountDeletion {

    private final UserStore store;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final UserDeleter userDeleter;
    private final UserJobs jobs;

    AccountDeletion(
            UserStore store, PasswordHasher hasher, LoginThrottle throttle, UserDeleter userDeleter, UserJobs jobs) {
        this.store = store;
        this.hasher = hasher;
        this.throttle = throttle;
        this.userDeleter = userDeleter;
        this.jobs = jobs;
    }

    /**
     * Deletes the caller's account.
     *
     * @return fails with {@link ProblemType#SERVICE_ACCOUNT} for an account without a password,
     *     {@link ProblemType#INVALID_CURRENT_PASSWORD}, {@link ProblemType#LAST_ADMIN},
     *     {@link LoginThrottledException}, {@link ProblemType#ACCOUNTS_NOT_INDEXED}, {@link ProblemType#ACCOUNT_CHANGED} or
     *     {@link BusyException}
     */
    public Uni<Void> delete(Caller.Account caller, String password, ClientContext clientContext) {
        String userId = caller.userId();
        return throttle.attempt(clientContext.network(), caller.username(), Optional.of(userId))
                .chain(admission -> userDeleter
                        .delete(() -> verified(userId, password, clientContext))
                        .onFailure(BusyException.class)
                        .call(admission::notTried))
                .chain(() -> jobs.cancelWaiting(userId));
    }

    private Uni<StoredUser> verified(String userId, String password, ClientContext clientContext) {
        return store.find(userId)
                .map(found -> found.map(UserAndTokenCount::user).orElseThrow(ProblemType.INVALID_TOKEN::exception))
                .call(stored -> requireRight(stored, password, clientContext));
    }

    private Uni<Void> requireRight(StoredUser stored, String password, ClientContext clientContext) {
        if (stored.user().serviceAccount()) {
            return Uni.createFrom().failure(ProblemType.SERVICE_ACCOUNT.exception());
        }
        return hasher.check(password, Optional.ofNullable(stored.user().passwordHash()), clientContext.isCancelled())
                .invoke(check -> {
                    if (!check.right()) {
                        throw ProblemType.INVALID_CURRENT_PASSWORD.exception();
                    }
                })
                .replaceWithVoid();
    }
}
