package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.token.TokenRevoker;
import org.meshgate.accounts.validation.PasswordRules;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.store.TokenRevocationStore.NewPassword;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.throttle.LoginThrottle;

/** Changes the password of the caller. */
@ApplicationScoped
class PasswordChange {

    private final UserStore store;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final UserFactory users;
    private final TokenRevoker tokenRevoker;

    PasswordChange(
            UserStore store,
            PasswordRules rules,
            PasswordHasher hasher,
            LoginThrottle throttle,
            UserFactory users,
            TokenRevoker tokenRevoker) {
        this.store = store;
        this.rules = rules;
        this.hasher = hasher;
        this.throttle = throttle;
        this.users = users;
        this.tokenRevoker = tokenRevoker;
    }

    /**
     * Changes the password and revokes all other login tokens of the user.
     *
     * @param revokeApiTokens whether to revoke API tokens too, except the caller's
     * @return the number of revoked tokens; fails with {@link ProblemType#SERVICE_ACCOUNT} for an account without a
     *     password, {@link ProblemType#INVALID_CURRENT_PASSWORD}, {@link ValidationFailedException},
     *     {@link LoginThrottledException} or {@link BusyException}
     */
    Uni<Integer> change(
            TokenVerification.Valid session,
            String oldPassword,
            String newPassword,
            boolean revokeApiTokens,
            ClientContext clientContext) {
        User known = session.user();
        if (known.serviceAccount()) {
            return Uni.createFrom().failure(ProblemType.SERVICE_ACCOUNT.exception());
        }
        return Uni.createFrom()
                .item(newPassword)
                .invoke(given -> rules.checkNew(given, "new_password", known.username(), known.email()))
                .chain(given -> throttle.attempt(clientContext.network(), known.username(), Optional.of(known.id())))
                .chain(admission -> store.find(known.id())
                        .map(found -> found.orElseThrow(ProblemType.INVALID_TOKEN::exception)
                                .user())
                        .chain(stored -> hasher.check(
                                        oldPassword, LoginService.passwordHash(stored), clientContext.isCancelled())
                                .invoke(check -> {
                                    if (!check.right()) {
                                        throw ProblemType.INVALID_CURRENT_PASSWORD.exception();
                                    }
                                })
                                .chain(check -> hasher.hash(newPassword, clientContext.isCancelled()))
                                .map(hash -> users.withPasswordHash(stored.user(), hash))
                                .chain(changed -> tokenRevoker.replaceAndRevoke(
                                        new NewPassword(stored, changed, Optional.empty()),
                                        Optional.of(session.token().id()),
                                        !revokeApiTokens)))
                        // a concurrent request changed the user, so the old password is no longer valid
                        .map(revoked -> revoked.orElseThrow(ProblemType.INVALID_CURRENT_PASSWORD::exception))
                        .call(admission::succeeded)
                        .onFailure(BusyException.class)
                        .call(admission::notTried));
    }
}
