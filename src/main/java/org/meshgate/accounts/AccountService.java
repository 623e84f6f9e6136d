package org.meshgate.accounts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.caller.Role;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.config.SecurityConfig.Registration;
import org.meshgate.identity.IdentityStore;
import org.meshgate.identity.IssuedToken;
import org.meshgate.identity.PasswordHasher;
import org.meshgate.identity.PasswordHasher.PasswordCheck;
import org.meshgate.identity.StoredInvite;
import org.meshgate.identity.StoredUser;
import org.meshgate.identity.TokenCheck;
import org.meshgate.identity.TokenIssuer;
import org.meshgate.identity.TokenKind;
import org.meshgate.identity.User;
import org.meshgate.identity.UserFactory;
import org.meshgate.problem.AccountChangedException;
import org.meshgate.problem.AccountDisabledException;
import org.meshgate.problem.AccountsNotIndexedException;
import org.meshgate.problem.BusyException;
import org.meshgate.problem.EmailTakenException;
import org.meshgate.problem.InvalidCredentialsException;
import org.meshgate.problem.InvalidCurrentPasswordException;
import org.meshgate.problem.InvalidTokenException;
import org.meshgate.problem.InviteRequiredException;
import org.meshgate.problem.LoginThrottledException;
import org.meshgate.problem.RegistrationClosedException;
import org.meshgate.problem.UsernameTakenException;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.throttle.LoginThrottle;

/** Making accounts, logging in, and changing the password. */
@ApplicationScoped
public class AccountService {

    private static final int ADMIN_TOKEN_DAYS = 365;

    /** How often a login starts over because the account was changed at the same moment. */
    private static final int LOGIN_ATTEMPTS = 3;

    private final SecurityConfig settings;
    private final IdentityStore store;
    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final LoginThrottle throttle;
    private final Invitations invitations;
    private final UserFactory users;
    private final TokenIssuer tokens;
    private final Revocations revocations;
    private final LoginMetrics metrics;

    AccountService(
            MeshgateConfig config,
            IdentityStore store,
            PasswordHasher hasher,
            PasswordRules rules,
            LoginThrottle throttle,
            Invitations invitations,
            UserFactory users,
            TokenIssuer tokens,
            Revocations revocations,
            LoginMetrics metrics) {
        this.settings = config.security();
        this.store = store;
        this.hasher = hasher;
        this.rules = rules;
        this.throttle = throttle;
        this.invitations = invitations;
        this.users = users;
        this.tokens = tokens;
        this.revocations = revocations;
        this.metrics = metrics;
    }

    /** An account and a token that was just made for it. */
    public record UserAndToken(User user, IssuedToken token) {}

    /**
     * Makes an account with the role of a user, and a login token.
     *
     * @param inviteCode what was given of an invitation; looked at only where registration needs one
     * @return fails with {@link RegistrationClosedException}, {@link ValidationFailedException},
     *     {@link LoginThrottledException}, {@link InviteRequiredException}, {@link UsernameTakenException}, {@link EmailTakenException} or
     *     {@link BusyException}
     */
    public Uni<UserAndToken> register(NewAccount account, Optional<String> inviteCode, Visitor visitor) {
        return metrics.registration(tryToRegister(account, inviteCode, visitor));
    }

    private Uni<UserAndToken> tryToRegister(NewAccount account, Optional<String> inviteCode, Visitor visitor) {
        if (settings.registration() == Registration.CLOSED) {
            return Uni.createFrom().failure(new RegistrationClosedException());
        }
        return Uni.createFrom()
                .item(account)
                .invoke(rules::check)
                .chain(given -> throttle.registration(visitor.network()))
                .chain(admission -> invite(account, inviteCode)
                        .chain(invite -> create(account, Role.USER, invite, visitor))
                        .call(made -> throttle.registered(
                                visitor.network(), made.user().id()))
                        .onFailure(BusyException.class)
                        .call(admission::notTried));
    }

    /** Looked for before anything is hashed, or told about names that are taken. */
    private Uni<Optional<StoredInvite>> invite(NewAccount account, Optional<String> code) {
        return settings.registration() == Registration.INVITE
                ? invitations.require(code, account.email()).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    /**
     * Makes an administrator, and an API token that lives a year.
     *
     * @return fails as {@link #register} does, except that it does not care whether registration is open, and how often
     *     it is called
     */
    public Uni<UserAndToken> createAdmin(NewAccount account) {
        return Uni.createFrom()
                .item(account)
                .invoke(rules::check)
                .chain(given -> create(given, Role.ADMIN, Optional.empty(), Visitor.NOBODY));
    }

    private Uni<UserAndToken> create(NewAccount account, Role role, Optional<StoredInvite> invite, Visitor visitor) {
        return hasher.hash(account.password(), visitor.gone()).chain(hash -> {
            User user = users.create(account.username(), account.email(), hash, role);
            IssuedToken first = role == Role.ADMIN
                    ? tokens.issue(user.id(), "Default admin token", TokenKind.API, Optional.of(ADMIN_TOKEN_DAYS))
                    : loginToken(user);
            return store.create(user, first, invite).map(creation -> switch (creation) {
                case CREATED -> new UserAndToken(user, first);
                case USERNAME_TAKEN -> throw new UsernameTakenException();
                case INVITE_GONE -> throw new InviteRequiredException();
                case EMAIL_TAKEN -> throw new EmailTakenException();
                case NOT_INDEXED -> throw new AccountsNotIndexedException();
            });
        });
    }

    /**
     * Checks a name and a password, with the same work whether or not there is such an account, and makes a login token.
     *
     * @param login a username or an e-mail address; blanks around it are ignored, unless the name was registered with them
     * @return fails with {@link InvalidCredentialsException}, {@link LoginThrottledException}, {@link BusyException}, or
     *     {@link AccountDisabledException} or {@link AccountChangedException} after the right password
     */
    public Uni<UserAndToken> login(String login, String password, Visitor visitor) {
        return metrics.login(tryToLogIn(login, password, visitor));
    }

    private Uni<UserAndToken> tryToLogIn(String login, String password, Visitor visitor) {
        return find(login)
                .invoke(found -> found.ifPresent(
                        stored -> visitor.means().accept(stored.user().id())))
                .chain(found -> throttle.attempt(
                                visitor.network(), LoginNames.trim(login), found.map(stored -> stored.user()
                                        .id()))
                        .chain(admission -> tryPassword(login, found, password, visitor, LOGIN_ATTEMPTS)
                                .call(admission::succeeded)
                                .onFailure(BusyException.class)
                                .call(admission::notTried)));
    }

    /** As typed first: 3DAIGC-API registered names with blanks around them. */
    private Uni<Optional<StoredUser>> find(String login) {
        String trimmed = LoginNames.trim(login);
        return store.findByLogin(login)
                .chain(found -> found.isPresent() || trimmed.equals(login)
                        ? Uni.createFrom().item(found)
                        : store.findByLogin(trimmed));
    }

    private Uni<UserAndToken> tryPassword(
            String login, Optional<StoredUser> found, String password, Visitor visitor, int attempts) {
        return hasher.check(password, found.flatMap(AccountService::passwordHash), visitor.gone())
                .chain(check -> check.right() ? admit(found.orElseThrow(), check) : refuse())
                // changed while the password was being checked, perhaps by another login that replaced an old hash:
                // what was checked may no longer be true
                .chain(admitted -> admitted.isPresent()
                        ? Uni.createFrom().item(admitted.get())
                        : attempts > 1
                                ? find(login).chain(again -> tryPassword(login, again, password, visitor, attempts - 1))
                                : Uni.createFrom().failure(new AccountChangedException()));
    }

    private Uni<Optional<UserAndToken>> admit(StoredUser stored, PasswordCheck check) {
        if (!stored.user().active()) {
            return Uni.createFrom().failure(new AccountDisabledException());
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
        return Uni.createFrom().failure(new InvalidCredentialsException());
    }

    private static Optional<String> passwordHash(StoredUser stored) {
        return Optional.ofNullable(stored.user().passwordHash());
    }

    /**
     * Replaces the password and ends every other login token of the user.
     *
     * @param revokeApiTokens whether API tokens other than the calling one end as well
     * @return how many tokens ended; fails with {@link InvalidCurrentPasswordException},
     *     {@link ValidationFailedException}, {@link LoginThrottledException} or {@link BusyException}
     */
    public Uni<Integer> changePassword(
            TokenCheck.Valid session,
            String oldPassword,
            String newPassword,
            boolean revokeApiTokens,
            Visitor visitor) {
        User known = session.user();
        return Uni.createFrom()
                .item(newPassword)
                .invoke(given -> rules.checkNew(given, "new_password", known.username(), known.email()))
                .chain(given -> throttle.attempt(visitor.network(), known.username(), Optional.of(known.id())))
                .chain(admission -> store.find(known.id())
                        .map(found ->
                                found.orElseThrow(InvalidTokenException::new).user())
                        .chain(stored -> hasher.check(oldPassword, passwordHash(stored), visitor.gone())
                                .invoke(check -> {
                                    if (!check.right()) {
                                        throw new InvalidCurrentPasswordException();
                                    }
                                })
                                .chain(check -> hasher.hash(newPassword, visitor.gone()))
                                .map(hash -> users.withPasswordHash(stored.user(), hash))
                                .chain(changed -> revocations.replaceAndRevoke(
                                        stored,
                                        changed,
                                        Optional.of(session.token().id()),
                                        !revokeApiTokens)))
                        // another request changed the user between our read and our write, so the old password is not
                        // it any more
                        .map(revoked -> revoked.orElseThrow(InvalidCurrentPasswordException::new))
                        .call(admission::succeeded)
                        .onFailure(BusyException.class)
                        .call(admission::notTried));
    }

    private IssuedToken loginToken(User user) {
        return tokens.issue(
                user.id(), "Login token - " + user.username(), TokenKind.LOGIN, Optional.of(settings.loginTokenDays()));
    }
}
