package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.invite.Invitations;
import org.meshgate.accounts.token.TokenRevoker;
import org.meshgate.accounts.validation.LoginNames;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.accounts.validation.PasswordRules;
import org.meshgate.caller.Role;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.config.SecurityConfig.Registration;
import org.meshgate.identity.invite.StoredInvite;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.password.PasswordHasher.PasswordCheck;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenIssuer;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.token.TokenVerification;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.problem.limit.LoginThrottledException;
import org.meshgate.throttle.LoginThrottle;

/** Registers accounts, logs users in and changes passwords. */
@ApplicationScoped
public class AccountService {

    private static final int ADMIN_TOKEN_DAYS = 365;

    /** Maximum number of attempts if the account is changed concurrently. */
    private static final int MAX_LOGIN_ATTEMPTS = 3;

    private final SecurityConfig settings;
    private final UserStore store;
    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final LoginThrottle throttle;
    private final Invitations invitations;
    private final UserFactory users;
    private final TokenIssuer tokens;
    private final TokenRevoker tokenRevoker;
    private final LoginMetrics metrics;

    AccountService(
            MeshgateConfig config,
            UserStore store,
            PasswordHasher hasher,
            PasswordRules rules,
            LoginThrottle throttle,
            Invitations invitations,
            UserFactory users,
            TokenIssuer tokens,
            TokenRevoker tokenRevoker,
            LoginMetrics metrics) {
        this.settings = config.security();
        this.store = store;
        this.hasher = hasher;
        this.rules = rules;
        this.throttle = throttle;
        this.invitations = invitations;
        this.users = users;
        this.tokens = tokens;
        this.tokenRevoker = tokenRevoker;
        this.metrics = metrics;
    }

    /** An account and a newly issued token of it. */
    public record UserAndToken(User user, IssuedToken token) {}

    /**
     * Registers an account with role user and issues a login token.
     *
     * @param inviteCode ignored unless registration requires an invitation
     * @return fails with {@link ProblemType#REGISTRATION_CLOSED}, {@link ValidationFailedException},
     *     {@link LoginThrottledException}, {@link ProblemType#INVITE_REQUIRED}, {@link ProblemType#USERNAME_TAKEN},
     *     {@link ProblemType#EMAIL_TAKEN} or {@link BusyException}
     */
    public Uni<UserAndToken> register(NewAccount account, Optional<String> inviteCode, ClientContext clientContext) {
        return metrics.registration(tryToRegister(account, inviteCode, clientContext));
    }

    private Uni<UserAndToken> tryToRegister(
            NewAccount account, Optional<String> inviteCode, ClientContext clientContext) {
        if (settings.registration() == Registration.CLOSED) {
            return Uni.createFrom().failure(ProblemType.REGISTRATION_CLOSED.exception());
        }
        return Uni.createFrom()
                .item(account)
                .invoke(rules::check)
                .chain(given -> throttle.registration(clientContext.network()))
                .chain(admission -> invite(account, inviteCode)
                        .chain(invite -> create(account, Role.USER, invite, clientContext))
                        .call(made -> throttle.registered(
                                clientContext.network(), made.user().id()))
                        .onFailure(BusyException.class)
                        .call(admission::notTried));
    }

    /** Checked before hashing, and before the response could reveal which names are taken. */
    private Uni<Optional<StoredInvite>> invite(NewAccount account, Optional<String> code) {
        return settings.registration() == Registration.INVITE
                ? invitations.require(code, account.email()).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    /**
     * Creates an administrator and issues an API token that is valid for a year.
     *
     * @return fails as {@link #register} does, but ignores the registration setting and the rate limit
     */
    public Uni<UserAndToken> createAdmin(NewAccount account) {
        return Uni.createFrom()
                .item(account)
                .invoke(rules::check)
                .chain(given -> create(given, Role.ADMIN, Optional.empty(), ClientContext.ANONYMOUS));
    }

    private Uni<UserAndToken> create(
            NewAccount account, Role role, Optional<StoredInvite> invite, ClientContext clientContext) {
        return hasher.hash(account.password(), clientContext.isCancelled()).chain(hash -> {
            User user = users.create(account.username(), account.email(), hash, role);
            IssuedToken first = role == Role.ADMIN
                    ? tokens.issue(user.id(), "Default admin token", TokenKind.API, Optional.of(ADMIN_TOKEN_DAYS))
                    : loginToken(user);
            return store.create(user, first, invite).map(creation -> switch (creation) {
                case CREATED -> new UserAndToken(user, first);
                case USERNAME_TAKEN -> throw ProblemType.USERNAME_TAKEN.exception();
                case INVITE_GONE -> throw ProblemType.INVITE_REQUIRED.exception();
                case EMAIL_TAKEN -> throw ProblemType.EMAIL_TAKEN.exception();
                case NOT_INDEXED -> throw ProblemType.ACCOUNTS_NOT_INDEXED.exception();
            });
        });
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
    public Uni<UserAndToken> login(String login, String password, ClientContext clientContext) {
        return metrics.login(tryToLogIn(login, password, clientContext));
    }

    private Uni<UserAndToken> tryToLogIn(String login, String password, ClientContext clientContext) {
        return find(login)
                .invoke(found -> found.ifPresent(stored ->
                        clientContext.onAccountResolved().accept(stored.user().id())))
                .chain(found -> throttle.attempt(
                                clientContext.network(), LoginNames.trim(login), found.map(stored -> stored.user()
                                        .id()))
                        .chain(admission -> tryPassword(login, found, password, clientContext, MAX_LOGIN_ATTEMPTS)
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
        return hasher.check(password, found.flatMap(AccountService::passwordHash), clientContext.isCancelled())
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
        IssuedToken token = loginToken(stored.user());
        Optional<User> changed = check.replacement().map(hash -> users.withPasswordHash(stored.user(), hash));
        return store.addLoginToken(stored, changed, token, settings.maxLoginTokens())
                .map(addition -> switch (addition) {
                    case ADDED -> Optional.of(new UserAndToken(stored.user(), token));
                    case USER_CHANGED -> Optional.empty();
                });
    }

    private static <T> Uni<T> refuse() {
        return Uni.createFrom().failure(ProblemType.INVALID_CREDENTIALS.exception());
    }

    /** Empty for a service account: no password is right, and the answer is that for an unknown account. */
    private static Optional<String> passwordHash(StoredUser stored) {
        return Optional.of(stored.user()).filter(user -> !user.serviceAccount()).map(User::passwordHash);
    }

    /**
     * Changes the password and revokes all other login tokens of the user.
     *
     * @param revokeApiTokens whether to revoke API tokens too, except the caller's
     * @return the number of revoked tokens; fails with {@link ProblemType#SERVICE_ACCOUNT} for an account without a
     *     password, {@link ProblemType#INVALID_CURRENT_PASSWORD},
     *     {@link ValidationFailedException}, {@link LoginThrottledException} or {@link BusyException}
     */
    public Uni<Integer> changePassword(
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
                        .chain(stored -> hasher.check(oldPassword, passwordHash(stored), clientContext.isCancelled())
                                .invoke(check -> {
                                    if (!check.right()) {
                                        throw ProblemType.INVALID_CURRENT_PASSWORD.exception();
                                    }
                                })
                                .chain(check -> hasher.hash(newPassword, clientContext.isCancelled()))
                                .map(hash -> users.withPasswordHash(stored.user(), hash))
                                .chain(changed -> tokenRevoker.replaceAndRevoke(
                                        stored,
                                        changed,
                                        Optional.of(session.token().id()),
                                        !revokeApiTokens)))
                        // a concurrent request changed the user, so the old password is no longer valid
                        .map(revoked -> revoked.orElseThrow(ProblemType.INVALID_CURRENT_PASSWORD::exception))
                        .call(admission::succeeded)
                        .onFailure(BusyException.class)
                        .call(admission::notTried));
    }

    private IssuedToken loginToken(User user) {
        return tokens.issue(
                user.id(), "Login token - " + user.username(), TokenKind.LOGIN, Optional.of(settings.loginTokenDays()));
    }
}
