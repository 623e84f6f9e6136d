package org.meshgate.accounts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.meshgate.identity.IdentityStore;
import org.meshgate.identity.IdentityStore.UserAndTokenCount;
import org.meshgate.identity.IdentityStore.UserPage;
import org.meshgate.identity.User;
import org.meshgate.jobs.OwnerJobs;
import org.meshgate.problem.AccountsNotIndexedException;
import org.meshgate.problem.LastAdminException;
import org.meshgate.problem.SelfDeletionException;
import org.meshgate.problem.UserNotFoundException;

/** What administrators do with other people's accounts. */
@ApplicationScoped
public class UserAdministration {

    private static final Pattern ID = Pattern.compile("user_[0-9a-f]{16}");

    /** How often a deletion starts over because the account was changed at the same moment. */
    private static final int ATTEMPTS = 5;

    private final IdentityStore store;
    private final Revocations revocations;
    private final OwnerJobs jobs;

    UserAdministration(IdentityStore store, Revocations revocations, OwnerJobs jobs) {
        this.store = store;
        this.revocations = revocations;
        this.jobs = jobs;
    }

    /** A user, and how much they have. */
    public record UserOverview(User user, long tokens, long jobs) {}

    /** A page of users, newest first. */
    public Uni<UserPage> list(long offset, int limit) {
        return store.list(offset, limit);
    }

    /** One user; fails with {@link UserNotFoundException}. */
    public Uni<UserOverview> find(String userId) {
        return stored(userId).chain(found -> jobs.count(userId)
                .map(count -> new UserOverview(found.user().user(), found.tokens(), count)));
    }

    private Uni<UserAndTokenCount> stored(String userId) {
        if (!ID.matcher(userId).matches()) {
            return Uni.createFrom().failure(new UserNotFoundException());
        }
        return store.find(userId).map(found -> found.orElseThrow(UserNotFoundException::new));
    }

    /**
     * Deletes a user; their tokens stop working at once, and jobs that wait are cancelled. Jobs that are kept can be seen by
     * administrators only.
     *
     * @param adminId who deletes; not themselves
     * @param deleteJobs whether the user's jobs go with their results and files; then also those of a user who is deleted
     *     already
     * @return fails with {@link SelfDeletionException}, {@link UserNotFoundException}, {@link LastAdminException} or, for
     *     an administrator, {@link AccountsNotIndexedException}
     */
    public Uni<Void> delete(String adminId, String userId, boolean deleteJobs) {
        if (adminId.equals(userId)) {
            return Uni.createFrom().failure(new SelfDeletionException());
        }
        return delete(userId, ATTEMPTS)
                .onFailure(UserNotFoundException.class)
                .recoverWithUni(gone -> deleteJobs
                        ? leftoversOf(userId, gone)
                        : Uni.createFrom().failure(gone))
                .chain(() -> deleteJobs ? jobs.deleteAll(userId) : jobs.cancelWaiting(userId));
    }

    /** The jobs of a user who was deleted before: kept then, or left when Redis failed in the middle. */
    private Uni<Void> leftoversOf(String userId, Throwable gone) {
        return ID.matcher(userId).matches()
                ? jobs.count(userId)
                        .chain(count -> count > 0
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom().failure(gone))
                : Uni.createFrom().failure(gone);
    }

    private Uni<Void> delete(String userId, int attempts) {
        return stored(userId).chain(found -> store.delete(found.user())).chain(deletion -> switch (deletion) {
            case DELETED -> revocations.revokeAll(userId).replaceWithVoid();
            case NOT_INDEXED -> Uni.createFrom().failure(new AccountsNotIndexedException());
            case LAST_ADMIN -> Uni.createFrom().failure(new LastAdminException());
            case USER_CHANGED ->
                attempts > 1
                        ? delete(userId, attempts - 1)
                        : Uni.createFrom().failure(new IllegalStateException("user changes all the time"));
        });
    }
}
