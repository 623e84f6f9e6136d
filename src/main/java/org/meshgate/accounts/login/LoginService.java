package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.validation.LoginNames;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.password.PasswordHasher.PasswordCheck;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.throttle.LoginThrottle;

/** Logs users in. */
@ApplicationScoped
class LoginService {

    /** Maximum number of attempts if the account is changed concurrently. */
    private static final int MAX_ATTEMPTS = 3;

    private final UserStore store;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final UserFactory users;
    private final LoginTokens loginTokens;
    private final LoginMetrics metrics;

    LoginService(
            UserStore store,
            PasswordHasher hasher,
            LoginThrottle throttle,
            UserFactory users,
            LoginTokens loginTokens,
            LoginMetrics metrics) {
        this.store = store;
        this.hasher = hasher;
        this.throttle = throttle;
        this.users = users;
        this.loginTokens = loginTokens;
        this.metrics = metrics;
    }

    /**
     * Verifies a password and issues a login token. The work is the same for unknown accounts.
     *
     * @param login username or e-mail address; surrounding blanks are ignored, unless the username was registered
     *     with them
     * @return fails with {@link ProblemType#INVALID_CREDENTIALS}, {@link LoginThrottledException} or
     *     {@link BusyException}; after a correct password also with {@link ProblemType#ACCOUNT_DISABLED} or
     *     {@link ProblemType#ACCOUNT_CHANGED}
     */
    Uni<UserAndToken> login(String login, String password, ClientContext clientContext) {
        return metrics.login(tryToLogIn(login, password, clientContext));
    }

    private Uni<UserAndToken> tryToLogIn(String login, String password, ClientContext clientContext) {
        return find(login)
                .invoke(found -> found.ifPresent(stored ->
                        clientContext.onAccountResolved().accept(stored.user().id())))
                .chain(found -> throttle.attempt(
                                clientContext.network(), LoginNames.trim(login), found.map(stored -> stored.user()
                                        .id()))
                        .chain(admission -> tryPassword(login, found, password, clientContext, MAX_ATTEMPTS)
                                .call(admission::succeeded)
                                .onFailure(BusyException.class)
                                .call(admission::notTried)));
    }

    /** Tries the login as typed first, because 3DAIGC-API accepted usernames with surrounding blanks. */
    private Uni<Optional<StoredUser>> find(String login) {
        String trimmed = LoginNames.trim(login);
        return store.findByLogin(login)
                .chain(found -> found.isPresent() || trimmed.equals(login)
                        ? Uni.createFrom().item(found)
                        : store.findByLogin(trimmed));
    }

    private Uni<UserAndToken> tryPassword(
            String login, Optional<StoredUser> found, String password, ClientContext clientContext, int attempts) {
        return hasher.check(password, found.flatMap(LoginService::passwordHash), clientContext.isCancelled())
                .chain(check -> check.right() ? admit(found.orElseThrow(), check) : refuse())
                // the account was changed during verification, perhaps by a login that upgraded the hash: verify again
                .chain(admitted -> admitted.isPresent()
                        ? Uni.createFrom().item(admitted.get())
                        : attempts > 1
                                ? find(login)
                                        .chain(again ->
                                                tryPassword(login, again, password, clientContext, attempts - 1))
                                : Uni.createFrom().failure(ProblemType.ACCOUNT_CHANGED.exception()));
    }

    private Uni<Optional<UserAndToken>> admit(StoredUser stored, PasswordCheck check) {
        if (!stored.user().active()) {
            return Uni.createFrom().failure(ProblemType.ACCOUNT_DISABLED.exception());
        }
        IssuedToken token = loginTokens.issue(stored.user());
        Optional<User> changed = check.replacement().map(hash -> users.withPasswordHash(stored.user(), hash));
        return store.addLoginToken(stored, changed, token, loginTokens.max()).map(addition -> switch (addition) {
            case ADDED -> Optional.of(new UserAndToken(stored.user(), token));
            case USER_CHANGED -> Optional.empty();
        });
    }

    private static <T> Uni<T> refuse() {
        return Uni.createFrom().failure(ProblemType.INVALID_CREDENTIALS.exception());
    }

    /** Empty for a service account: no password is right, and the answer is that for an unknown account. */
    static Optional<String> passwordHash(StoredUser stored) {
        return Optional.of(stored.user()).filter(user -> !user.serviceAccount()).map(User::passwordHash);
    }
}
