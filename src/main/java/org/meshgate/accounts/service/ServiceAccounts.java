package org.meshgate.accounts.service;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.admin.UserAdministration;
import org.meshgate.accounts.token.TokenRequest;
import org.meshgate.accounts.token.TokenService;
import org.meshgate.accounts.validation.AccountRules;
import org.meshgate.identity.store.ServiceAccountStore;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.token.IssuedToken;
import org.meshgate.identity.token.TokenGrant;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserFactory;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;
import org.meshgate.runtime.Page;

/** Creates, lists and ends service accounts on behalf of administrators. */
@ApplicationScoped
public class ServiceAccounts {

    private final UserStore store;
    private final ServiceAccountStore index;
    private final TokenStore tokenStore;
    private final TokenService tokenService;
    private final ServiceTokens tokens;
    private final UserFactory users;
    private final UserAdministration administration;

    ServiceAccounts(
            UserStore store,
            ServiceAccountStore index,
            TokenStore tokenStore,
            TokenService tokenService,
            ServiceTokens tokens,
            UserFactory users,
            UserAdministration administration) {
        this.store = store;
        this.index = index;
        this.tokenStore = tokenStore;
        this.tokenService = tokenService;
        this.tokens = tokens;
        this.users = users;
        this.administration = administration;
    }

    /** A service account and a newly issued token of it. */
    public record AccountAndToken(User user, IssuedToken token) {}

    /**
     * Creates a service account with its first token.
     *
     * @param name username, unique among all accounts regardless of case
     * @param request of the token; without scopes {@code worker} alone, without networks any, without a budget
     *     any number of GPU seconds
     * @return fails with {@link ValidationFailedException}, {@link ProblemType#USERNAME_TAKEN} or
     *     {@link ProblemType#ACCOUNTS_NOT_INDEXED}
     */
    public Uni<AccountAndToken> create(String name, TokenRequest request) {
        return Uni.createFrom().deferred(() -> {
            AccountRules.username(name).ifPresent(wrong -> {
                throw new ValidationFailedException("name", wrong);
            });
            TokenGrant grant = tokens.check(request);
            User user = users.createService(name);
            IssuedToken token = tokens.issue(user, grant, request.budget());
            return store.create(user, token, Optional.empty()).map(creation -> switch (creation) {
                case CREATED -> new AccountAndToken(user, token);
                case USERNAME_TAKEN -> throw ProblemType.USERNAME_TAKEN.exception();
                case NOT_INDEXED -> throw ProblemType.ACCOUNTS_NOT_INDEXED.exception();
                case EMAIL_TAKEN, INVITE_GONE, ADMIN_EXISTS ->
                    throw new IllegalStateException(
                            "a service account has no e-mail address and no invitation, and is no administrator");
            });
        });
    }

    /** A page of service accounts, newest first. */
    public Uni<Page<User>> list(long offset, int limit) {
        return index.list(offset, limit);
    }

    /**
     * Creates a further token.
     *
     * @param request without scopes {@code worker} alone, without networks any, without a budget
     *     any number of GPU seconds
     * @param revokeOthers whether all other tokens of the account end, once the new one is valid
     * @return fails with {@link ProblemType#USER_NOT_FOUND} unless this is a service account, with
     *     {@link ValidationFailedException}, or with {@link ProblemType#TOO_MANY_TOKENS}
     */
    public Uni<AccountAndToken> createToken(String userId, TokenRequest request, boolean revokeOthers) {
        int max = revokeOthers ? 0 : tokens.max(); // the others make room
        return find(userId)
                .map(user -> new AccountAndToken(user, tokens.issue(user, tokens.check(request), request.budget())))
                .call(made -> tokenStore.addForOwner(made.token(), max).invoke(outcome -> {
                    switch (outcome) {
                        case DONE -> {}
                        case TOO_MANY -> throw ProblemType.TOO_MANY_TOKENS.exception(max);
                        case CALLER_GONE, TOKEN_CHANGED -> throw ProblemType.USER_NOT_FOUND.exception();
                    }
                }))
                .call(made -> revokeOthers
                        ? tokenService.revokeAll(
                                userId,
                                Optional.empty(),
                                Optional.of(made.token().record().id()))
                        : Uni.createFrom().nullItem());
    }

    /**
     * Ends a service account. Its tokens stop at once, and the jobs that its workers hold wait again.
     *
     * @param adminId id of the acting administrator
     * @return fails with {@link ProblemType#USER_NOT_FOUND} unless this is a service account, or with
     *     {@link ProblemType#ACCOUNT_CHANGED}
     */
    public Uni<Void> end(String adminId, String userId) {
        return find(userId).chain(user -> administration.delete(adminId, user.id(), false));
    }

    private Uni<User> find(String userId) {
        return administration.find(userId).map(found -> {
            if (!found.user().serviceAccount()) {
                throw ProblemType.USER_NOT_FOUND.exception();
            }
            return found.user();
        });
    }
}
