package org.meshgate.accounts.login;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.login.AccountService.UserAndToken;
import org.meshgate.accounts.validation.NewAccount;
import org.meshgate.caller.Role;
import org.meshgate.identity.code.StoredInvite;
import org.meshgate.identity.password.PasswordHasher;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenIssuer;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.problem.ProblemType;

/** Creates accounts, each with its first token. */
@ApplicationScoped
class AccountCreator {

    private static final int ADMIN_TOKEN_DAYS = 365;

    private final UserStore store;
    private final PasswordHasher hasher;
    private final UserFactory users;
    private final TokenIssuer tokens;
    private final LoginTokens loginTokens;

    AccountCreator(
            UserStore store, PasswordHasher hasher, UserFactory users, TokenIssuer tokens, LoginTokens loginTokens) {
        this.store = store;
        this.hasher = hasher;
        this.users = users;
        this.tokens = tokens;
        this.loginTokens = loginTokens;
    }

    /** Creates the first administrator, with a login token, unless there is an administrator. */
    Uni<UserAndToken> createFirstAdmin(NewAccount account, ClientContext clientContext) {
        return hasher.hash(account.password(), clientContext.isCancelled()).chain(hash -> {
            User user = users.create(account.username(), account.email(), hash, Role.ADMIN);
            IssuedToken first = loginTokens.issue(user);
            return store.createFirstAdmin(user, first).map(creation -> made(creation, user, first));
        });
    }

    /**
     * Creates an account with valid fields. An administrator gets an API token that is valid for a year, any other user
     * a login token.
     *
     * @param invite is used up
     */
    Uni<UserAndToken> create(
            NewAccount account, Role role, Optional<StoredInvite> invite, ClientContext clientContext) {
        return hasher.hash(account.password(), clientContext.isCancelled()).chain(hash -> {
            User user = users.create(account.username(), account.email(), hash, role);
            IssuedToken first = role == Role.ADMIN
                    ? tokens.issue(user.id(), "Default admin token", TokenKind.API, Optional.of(ADMIN_TOKEN_DAYS))
                    : loginTokens.issue(user);
            return store.create(user, first, invite).map(creation -> made(creation, user, first));
        });
    }

    private static UserAndToken made(UserStore.Creation creation, User user, IssuedToken first) {
        return switch (creation) {
            case CREATED -> new UserAndToken(user, first);
            case USERNAME_TAKEN -> throw ProblemType.USERNAME_TAKEN.exception();
            case INVITE_GONE -> throw ProblemType.INVITE_REQUIRED.exception();
            case EMAIL_TAKEN -> throw ProblemType.EMAIL_TAKEN.exception();
            case ADMIN_EXISTS -> throw ProblemType.ADMIN_EXISTS.exception();
            case NOT_INDEXED -> throw ProblemType.ACCOUNTS_NOT_INDEXED.exception();
        };
    }
}
