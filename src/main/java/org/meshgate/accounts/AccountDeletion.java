package org.meshgate.accounts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.caller.Caller;
import org.meshgate.identity.IdentityStore;
import org.meshgate.identity.IdentityStore.Deletion;
import org.meshgate.identity.IdentityStore.UserAndTokenCount;
import org.meshgate.identity.PasswordHasher;
import org.meshgate.identity.StoredUser;
import org.meshgate.jobs.OwnerJobs;
import org.meshgate.problem.AccountChangedException;
import org.meshgate.problem.AccountsNotIndexedException;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.InvalidCurrentPasswordException;
import org.meshgate.problem.InvalidTokenException;
import org.meshgate.problem.LastAdminException;
import org.meshgate.problem.LoginThrottledException;
import org.meshgate.throttle.LoginThrottle;

/** A user leaves. Their tokens end, waiting jobs are cancelled, the others stay for administrators. */
@ApplicationScoped
public class AccountDeletion {

    /** How often a deletion starts over because the account was changed at the same moment. */
    private static final int ATTEMPTS = 3;

    private final IdentityStore store;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final Revocations revocations;
    private final OwnerJobs jobs;

    AccountDeletion(
            IdentityStore store,
            PasswordHasher hasher,
            LoginThrottle throttle,
            Revocations revocations,
            OwnerJobs jobs) {
        this.store = store;
        this.hasher = hasher;
        this.throttle = throttle;
        this.revocations = revocations;
        this.jobs = jobs;
    }

    /**
     * Deletes the caller's account.
     *
     * @return fails with {@link InvalidCurrentPasswordException}, {@link LastAdminException},
     *     {@link LoginThrottledException}, {@link AccountsNotIndexedException}, {@link AccountChangedException} or {@link BusyException}
     */
    public Uni<Void> delete(Caller.Account caller, String password, Visitor visitor) {
        String userId = caller.userId();
        return throttle.attempt(visitor.network(), caller.username(), Optional.of(userId))
                .chain(admission -> attempt(userId, password, visitor, ATTEMPTS)
                        .onFailure(BusyException.class)
                        .call(admission::notTried))
                .chain(() -> revocations.revokeAll(userId))
                .chain(() -> jobs.cancelWaiting(userId));
    }

    private Uni<Void> attempt(String userId, String password, Visitor visitor, int attempts) {
        return store.find(userId)
                .map(found -> found.map(UserAndTokenCount::user).orElseThrow(InvalidTokenException::new))
                .call(stored -> requireRight(stored, password, visitor))
                .chain(store::delete)
                .chain(deletion -> deletion == Deletion.USER_CHANGED && attempts > 1
                        ? attempt(userId, password, visitor, attempts - 1)
                        : conclude(deletion));
    }

    private Uni<Void> requireRight(StoredUser stored, String password, Visitor visitor) {
        return hasher.check(password, Optional.ofNullable(stored.user().passwordHash()), visitor.gone())
                .invoke(check -> {
                    if (!check.right()) {
                        throw new InvalidCurrentPasswordException();
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> conclude(Deletion deletion) {
        return switch (deletion) {
            case DELETED -> Uni.createFrom().voidItem();
            case LAST_ADMIN -> Uni.createFrom().failure(new LastAdminException());
            case NOT_INDEXED -> Uni.createFrom().failure(new AccountsNotIndexedException());
            case USER_CHANGED -> Uni.createFrom().failure(new AccountChangedException());
        };
    }
}
