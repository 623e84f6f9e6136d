package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.token.TokenRevoker;
import org.meshgate.caller.Caller;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.store.UserStore.Deletion;
import org.meshgate.identity.store.UserStore.UserAndTokenCount;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.jobs.UserJobs;
import org.meshgate.problem.AccountChangedException;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.LoginThrottledException;
import org.meshgate.problem.ProblemType;
import org.meshgate.throttle.LoginThrottle;

/** A user leaves. Their tokens end, waiting jobs are cancelled, the others stay for administrators. */
@ApplicationScoped
public class UserDeleter {

    /** How often a deletion starts over because the account was changed at the same moment. */
    private static final int ATTEMPTS = 3;

    private final UserStore store;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final TokenRevoker tokenRevoker;
    private final UserJobs jobs;

    UserDeleter(
            UserStore store, PasswordHasher hasher, LoginThrottle throttle, TokenRevoker tokenRevoker, UserJobs jobs) {
        this.store = store;
        this.hasher = hasher;
        this.throttle = throttle;
        this.tokenRevoker = tokenRevoker;
        this.jobs = jobs;
    }

    /**
     * Deletes the caller's account.
     *
     * @return fails with {@link ProblemType#INVALID_CURRENT_PASSWORD}, {@link ProblemType#LAST_ADMIN},
     *     {@link LoginThrottledException}, {@link ProblemType#ACCOUNTS_NOT_INDEXED}, {@link AccountChangedException} or {@link BusyException}
     */
    public Uni<Void> delete(Caller.Account caller, String password, ClientContext clientContext) {
        String userId = caller.userId();
        return throttle.attempt(clientContext.network(), caller.username(), Optional.of(userId))
                .chain(admission -> attempt(userId, password, clientContext, ATTEMPTS)
                        .onFailure(BusyException.class)
                        .call(admission::notTried))
                .chain(() -> tokenRevoker.revokeAll(userId))
                .chain(() -> jobs.cancelWaiting(userId));
    }

    private Uni<Void> attempt(String userId, String password, ClientContext clientContext, int attempts) {
        return store.find(userId)
                .map(found -> found.map(UserAndTokenCount::user).orElseThrow(ProblemType.INVALID_TOKEN::exception))
                .call(stored -> requireRight(stored, password, clientContext))
                .chain(store::delete)
                .chain(deletion -> deletion == Deletion.USER_CHANGED && attempts > 1
                        ? attempt(userId, password, clientContext, attempts - 1)
                        : conclude(deletion));
    }

    private Uni<Void> requireRight(StoredUser stored, String password, ClientContext clientContext) {
        return hasher.check(password, Optional.ofNullable(stored.user().passwordHash()), clientContext.isCancelled())
                .invoke(check -> {
                    if (!check.right()) {
                        throw ProblemType.INVALID_CURRENT_PASSWORD.exception();
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> conclude(Deletion deletion) {
        return switch (deletion) {
            case DELETED -> Uni.createFrom().voidItem();
            case LAST_ADMIN -> Uni.createFrom().failure(ProblemType.LAST_ADMIN.exception());
            case NOT_INDEXED -> Uni.createFrom().failure(ProblemType.ACCOUNTS_NOT_INDEXED.exception());
            case USER_CHANGED -> Uni.createFrom().failure(new AccountChangedException());
        };
    }
}
