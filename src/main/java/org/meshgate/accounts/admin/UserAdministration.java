package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meshgate.accounts.deletion.UserDeleter;
import org.meshgate.accounts.token.TokenService;
import org.meshgate.caller.Role;
import org.meshgate.identity.store.UserChangeStore;
import org.meshgate.identity.store.UserChangeStore.FoundUser;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.identity.user.UserLimits;
import org.meshgate.jobs.UserJobs;
import org.meshgate.jobs.budget.UserBudgets;
import org.meshgate.problem.BudgetState;
import org.meshgate.problem.ProblemType;

/** Lists, changes and deletes accounts on behalf of administrators. */
@ApplicationScoped
public class UserAdministration {

    /** Maximum number of attempts if the account is changed concurrently. */
    private static final int MAX_ATTEMPTS = 5;

    private final UserStore store;
    private final UserDeleter userDeleter;
    private final UserJobs jobs;
    private final UserChangeStore changes;
    private final UserFactory users;
    private final UserBudgets budgets;
    private final TokenService tokens;

    UserAdministration(
            UserStore store,
            UserDeleter userDeleter,
            UserJobs jobs,
            UserChangeStore changes,
            UserFactory users,
            UserBudgets budgets,
            TokenService tokens) {
        this.store = store;
        this.userDeleter = userDeleter;
        this.jobs = jobs;
        this.changes = changes;
        this.users = users;
        this.budgets = budgets;
        this.tokens = tokens;
    }

    /** A user with the number of their tokens and jobs, with their limits, and with what counts against their budgets. */
    public record UserOverview(User user, long tokens, long jobs, UserLimits limits, List<BudgetState> budgets) {}

    /** A user with their limits. */
    public record UserAndLimits(User user, UserLimits limits) {}

    /** A change of a user. Empty fields stay unchanged. */
    public record Change(
            Optional<Role> role, Optional<Boolean> active, Optional<String> email, UserLimitsChange limits) {

        /** Changes the role alone. */
        public static Change ofRole(Role role) {
            return new Change(Optional.of(role), Optional.empty(), Optional.empty(), UserLimitsChange.NONE);
        }

        /** Changes the limits alone. */
        public static Change ofLimits(UserLimitsChange limits) {
            return new Change(Optional.empty(), Optional.empty(), Optional.empty(), limits);
        }

        /** Whether nothing changes. */
        boolean isEmpty() {
            return role.isEmpty() && active.isEmpty() && email.isEmpty() && limits.isEmpty();
        }
    }

    /** A page of users, newest first. */
    public Uni<UserSearch.SearchPage> list(long offset, int limit) {
        return store.list(offset, limit).map(page -> {
            List<User> users = page.items();
            boolean more = offset + limit < page.total() && !users.isEmpty();
            return new UserSearch.SearchPage(
                    users,
                    page.total(),
                    true,
                    more ? Optional.of(UserSearch.cursorAfter(users.get(users.size() - 1))) : Optional.empty());
        });
    }

    /** Finds a user. Fails with {@link ProblemType#USER_NOT_FOUND}. */
    public Uni<UserOverview> find(String userId) {
        return stored(userId)
                .chain(found -> jobs.count(userId).chain(count -> budgets.read(userId, Optional.empty(), true)
                        .map(states -> new UserOverview(
                                found.user().user(),
                                found.tokens(),
                                count,
                                found.limits().limits(),
                                states))));
    }

    /** Reads the limits as well, which {@link UserLookup} does not. */
    private Uni<FoundUser> stored(String userId) {
        if (!UserLookup.isId(userId)) {
            return Uni.createFrom().failure(ProblemType.USER_NOT_FOUND.exception());
        }
        return changes.find(userId).map(found -> found.orElseThrow(ProblemType.USER_NOT_FOUND::exception));
    }

    /**
     * Changes a user. Applies to every request that begins after the response.
     *
     * @return the changed user; fails with {@link ProblemType#USER_NOT_FOUND}, {@link ProblemType#SERVICE_ACCOUNT} for a
     *     role or an e-mail address that such an account cannot have, {@link ProblemType#LAST_ADMIN},
     *     {@link ProblemType#EMAIL_TAKEN}, {@link ProblemType#ACCOUNTS_NOT_INDEXED} or {@link ProblemType#ACCOUNT_CHANGED}
     */
    public Uni<UserAndLimits> change(String userId, Change change) {
        return change(userId, change, MAX_ATTEMPTS);
    }

    private Uni<UserAndLimits> change(String userId, Change change, int attempts) {
        return stored(userId).chain(found -> {
            User old = found.user().user();
            if (old.serviceAccount()
                    && (change.email().isPresent()
                            || change.role().filter(role -> role != Role.USER).isPresent())) {
                throw ProblemType.SERVICE_ACCOUNT.exception();
            }
            User changed = users.with(
                    old,
                    change.role().orElse(old.role()),
                    change.active().orElse(old.active()),
                    change.email().orElse(old.email()));
            UserLimits limits = change.limits().apply(found.limits().limits());
            return changes.change(found, changed, limits).chain(outcome -> switch (outcome) {
                case DONE ->
                    (changed.active() ? Uni.createFrom().voidItem() : requeueHeld(changed))
                            .replaceWith(new UserAndLimits(changed, limits));
                case EMAIL_TAKEN -> Uni.createFrom().failure(ProblemType.EMAIL_TAKEN.exception());
                case LAST_ADMIN -> Uni.createFrom().failure(ProblemType.LAST_ADMIN.exception());
                case NOT_INDEXED -> Uni.createFrom().failure(ProblemType.ACCOUNTS_NOT_INDEXED.exception());
                case USER_CHANGED ->
                    attempts > 1
                            ? change(userId, change, attempts - 1)
                            : Uni.createFrom().failure(ProblemType.ACCOUNT_CHANGED.exception());
            });
        });
    }

    /**
     * Deletes a user. Tokens are invalid at once, waiting jobs are cancelled, and the jobs that workers of a service
     * account hold wait again. Jobs that are kept stay visible to
     * administrators only.
     *
     * @param adminId id of the acting administrator, who must be another user
     * @param deleteJobs whether to delete the user's jobs with results and files, also those of a user deleted before
     * @return fails with {@link ProblemType#SELF_DELETION}, {@link ProblemType#USER_NOT_FOUND},
     *     {@link ProblemType#LAST_ADMIN}, {@link ProblemType#ACCOUNT_CHANGED} or, for an administrator,
     *     {@link ProblemType#ACCOUNTS_NOT_INDEXED}
     */
    public Uni<Void> delete(String adminId, String userId, boolean deleteJobs) {
        if (adminId.equals(userId)) {
            return Uni.createFrom().failure(ProblemType.SELF_DELETION.exception());
        }
        return userDeleter
                .delete(() -> stored(userId).map(FoundUser::user))
                .chain(this::requeueHeld)
                .onFailure(ProblemType.USER_NOT_FOUND::matches)
                .recoverWithUni(isCancelled -> deleteJobs
                        ? requireRemainingJobs(userId, isCancelled)
                        : Uni.createFrom().failure(isCancelled))
                .chain(() -> deleteJobs ? jobs.deleteAll(userId) : jobs.cancelWaiting(userId));
    }

    /**
     * Revokes all tokens of a user, of logins and for programs.
     *
     * @return the number of revoked tokens; fails with {@link ProblemType#USER_NOT_FOUND}
     */
    public Uni<Integer> revokeTokens(String userId) {
        return stored(userId)
                .chain(found -> tokens.revokeAll(found.user().user().id(), Optional.empty(), Optional.empty()));
    }

    /** The workers of a service account lose its jobs at once, instead of with their leases. */
    private Uni<Void> requeueHeld(User user) {
        return user.serviceAccount()
                ? jobs.requeueHeld(user.id())
                : Uni.createFrom().voidItem();
    }

    /** Succeeds if a deleted user has jobs, kept at the deletion or left behind by a Redis failure. */
    private Uni<Void> requireRemainingJobs(String userId, Throwable isCancelled) {
        return UserLookup.isId(userId)
                ? jobs.count(userId)
                        .chain(count -> count > 0
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom().failure(isCancelled))
                : Uni.createFrom().failure(isCancelled);
    }
}
