package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.meshgate.accounts.token.TokenRevoker;
import org.meshgate.accounts.validation.PasswordRules;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.store.TokenRevocationStore.NewPassword;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** Sets passwords of other users, on behalf of administrators. */
@ApplicationScoped
public class PasswordReset {

    /** Maximum number of attempts if the account is changed concurrently. */
    private static final int MAX_ATTEMPTS = 5;

    private final UserLookup lookup;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final UserFactory users;
    private final TokenRevoker tokenRevoker;

    PasswordReset(
            UserLookup lookup,
            PasswordRules rules,
            PasswordHasher hasher,
            UserFactory users,
            TokenRevoker tokenRevoker) {
        this.lookup = lookup;
        this.rules = rules;
        this.hasher = hasher;
        this.users = users;
        this.tokenRevoker = tokenRevoker;
    }

    /**
     * Sets a user's password and revokes all their tokens.
     *
     * @param adminId id of the acting administrator, who must be another user; {@code cli} for commands
     * @param isCancelled whether the client has disconnected; called from any thread
     * @return the number of revoked tokens; fails with {@link ProblemType#OWN_PASSWORD},
     *     {@link ProblemType#USER_NOT_FOUND}, {@link ProblemType#SERVICE_ACCOUNT}, {@link ValidationFailedException},
     *     {@link BusyException} or {@link ProblemType#ACCOUNT_CHANGED}
     */
    public Uni<Integer> reset(String adminId, String userId, String newPassword, BooleanSupplier isCancelled) {
        return person(adminId, userId)
                .invoke(user -> rules.checkNew(newPassword, "new_password", user.username(), user.email()))
                .chain(user -> hasher.hash(newPassword, isCancelled))
                .chain(hash -> replacePassword(userId, hash, MAX_ATTEMPTS));
    }

    /**
     * Finds the user whose password an administrator may set.
     *
     * @param adminId id of the acting administrator, who must be another user; {@code cli} for commands
     * @return fails with {@link ProblemType#OWN_PASSWORD}, {@link ProblemType#USER_NOT_FOUND} or
     *     {@link ProblemType#SERVICE_ACCOUNT}
     */
    public Uni<User> person(String adminId, String userId) {
        return adminId.equals(userId)
                ? Uni.createFrom().failure(ProblemType.OWN_PASSWORD.exception())
                : lookup.byId(userId).map(found -> found.user().user()).invoke(user -> {
                    if (user.serviceAccount()) {
                        throw ProblemType.SERVICE_ACCOUNT.exception();
                    }
                });
    }

    private Uni<Integer> replacePassword(String userId, String hash, int attempts) {
        return lookup.byId(userId)
                .chain(found -> tokenRevoker.replaceAndRevoke(
                        new NewPassword(
                                found.user(),
                                users.withPasswordHash(found.user().user(), hash),
                                Optional.empty()),
                        Optional.empty(),
                        false))
                .chain(revoked -> revoked.isPresent()
                        ? Uni.createFrom().item(revoked.get())
                        : attempts > 1
                                ? replacePassword(userId, hash, attempts - 1)
                                : Uni.createFrom().failure(ProblemType.ACCOUNT_CHANGED.exception()));
    }
}
