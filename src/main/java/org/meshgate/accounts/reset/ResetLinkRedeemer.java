package org.meshgate.accounts.reset;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.meshgate.accounts.token.TokenRevoker;
import org.meshgate.accounts.validation.PasswordRules;
import org.meshgate.identity.code.ResetCode;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.store.ResetCodeStore;
import org.meshgate.identity.store.ResetCodeStore.CodeOwner;
import org.meshgate.identity.store.TokenRevocationStore.NewPassword;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.throttle.LoginThrottle;

/**
 * Sets passwords with the codes of reset links. Every code that is not valid fails alike: a client cannot find out which
 * accounts exist or have a link.
 */
@ApplicationScoped
class ResetLinkRedeemer {

    /** Maximum number of attempts if the account is changed concurrently. */
    private static final int MAX_ATTEMPTS = 5;

    private final ResetCodeStore store;
    private final LoginThrottle throttle;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final UserFactory users;
    private final TokenRevoker tokenRevoker;
    private final Clock clock;

    ResetLinkRedeemer(
            ResetCodeStore store,
            LoginThrottle throttle,
            PasswordRules rules,
            PasswordHasher hasher,
            UserFactory users,
            TokenRevoker tokenRevoker,
            Clock clock) {
        this.store = store;
        this.throttle = throttle;
        this.rules = rules;
        this.hasher = hasher;
        this.users = users;
        this.tokenRevoker = tokenRevoker;
        this.clock = clock;
    }

    /** The user whose password was set, and the number of tokens that ended. */
    record Redemption(User user, int revokedTokens) {}

    /**
     * Sets a password and revokes all tokens of the user. Uses the code up only if it succeeds; of concurrent calls with
     * one code exactly one does.
     *
     * @param code any text, as sent by the client
     * @param network network of the client, by which attempts are counted
     * @param isCancelled whether the client has disconnected; called from any thread
     * @return fails with {@link LoginThrottledException}, {@link ProblemType#RESET_LINK_INVALID},
     *     {@link ValidationFailedException}, {@link BusyException} or {@link ProblemType#ACCOUNT_CHANGED}
     */
    Uni<Redemption> redeem(String code, String newPassword, String network, BooleanSupplier isCancelled) {
        return throttle.code(network).chain(admission -> Uni.createFrom()
                .item(() -> ResetCode.parse(code).orElseThrow(ProblemType.RESET_LINK_INVALID::exception))
                .chain(read -> redeem(read, newPassword, isCancelled))
                .call(done -> throttle.registered(network, done.user().id()))
                .onFailure(BusyException.class)
                .call(admission::notTried));
    }

    private Uni<Redemption> redeem(ResetCode code, String newPassword, BooleanSupplier isCancelled) {
        return find(code)
                .map(StoredUser::user)
                .invoke(user -> rules.checkNew(newPassword, "new_password", user.username(), user.email()))
                .chain(user -> hasher.hash(newPassword, isCancelled))
                .chain(hash -> replacePassword(code, hash, MAX_ATTEMPTS));
    }

    private Uni<StoredUser> find(ResetCode code) {
        return store.find(code)
                .map(found -> found.filter(owner -> clock.instant().isBefore(owner.expiresAt()))
                        .map(CodeOwner::user)
                        .filter(stored -> stored.user().active())
                        .orElseThrow(ProblemType.RESET_LINK_INVALID::exception));
    }

    /** Finds the code again at each attempt: when it was used meanwhile, that fails. */
    private Uni<Redemption> replacePassword(ResetCode code, String hash, int attempts) {
        return find(code).chain(stored -> {
            User changed = users.withPasswordHash(stored.user(), hash);
            return tokenRevoker
                    .replaceAndRevoke(new NewPassword(stored, changed, Optional.of(code)), Optional.empty(), false)
                    .chain(revoked -> revoked.isPresent()
                            ? Uni.createFrom().item(new Redemption(changed, revoked.get()))
                            : attempts > 1
                                    ? replacePassword(code, hash, attempts - 1)
                                    : Uni.createFrom().failure(ProblemType.ACCOUNT_CHANGED.exception()));
        });
    }
}
