package org.meshgate.accounts.service;

import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.accounts.service.ServiceAccounts.AccountAndToken;
import org.meshgate.accounts.token.TokenRequest;
import org.meshgate.caller.Scope;
import org.meshgate.identity.store.TokenStore;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/** Issues the tokens of workers on behalf of the machine's operator, who names the account. */
@ApplicationScoped
@Unremovable
public class WorkerAccounts {

    private final ServiceAccounts accounts;
    private final UserStore users;
    private final TokenStore tokens;

    WorkerAccounts(ServiceAccounts accounts, UserStore users, TokenStore tokens) {
        this.accounts = accounts;
        this.users = users;
        this.tokens = tokens;
    }

    /** Whether an account is there already, and may have a further token of a worker. */
    public enum Existing {
        /** No account has the name. */
        NONE,
        /** A service account of workers, or one without tokens. */
        WORKER,
        /** A service account whose tokens have other scopes only. */
        OTHER_SERVICE,
        /** A service account that an administrator disabled. */
        DISABLED,
        /** The account of a person. */
        PERSON
    }

    /**
     * The account with a name.
     *
     * @param account empty if there is none
     */
    public record NamedAccount(Existing state, Optional<User> account) {}

    /**
     * Finds the account with a username, regardless of case. An id or an e-mail address finds none.
     *
     * @param name username
     */
    public Uni<NamedAccount> find(String name) {
        return users.findByLogin(name).chain(found -> found.map(StoredUser::user)
                .filter(user -> user.username().equalsIgnoreCase(name))
                .map(user -> state(user).map(state -> new NamedAccount(state, Optional.of(user))))
                .orElseGet(() -> Uni.createFrom().item(new NamedAccount(Existing.NONE, Optional.empty()))));
    }

    /**
     * Creates a service account with a token of the scope {@code worker}.
     *
     * @param lifetimeDays 1 to 3650; empty for the longest allowed lifetime
     * @return fails as {@link ServiceAccounts#create}
     */
    public Uni<AccountAndToken> create(String name, Optional<Integer> lifetimeDays) {
        return accounts.create(name, new TokenRequest(lifetimeDays, Optional.empty(), Optional.empty()));
    }

    /**
     * Creates a further token of the scope {@code worker}; the others stay valid.
     *
     * @param lifetimeDays 1 to 3650; empty for the longest allowed lifetime
     * @return fails with {@link ProblemType#TOO_MANY_TOKENS}, {@link ProblemType#USER_NOT_FOUND} or
     *     {@link ValidationFailedException}
     */
    public Uni<AccountAndToken> addToken(User account, Optional<Integer> lifetimeDays) {
        return accounts.createToken(
                account.id(), new TokenRequest(lifetimeDays, Optional.empty(), Optional.empty()), false);
    }

    private Uni<Existing> state(User user) {
        if (!user.serviceAccount()) {
            return Uni.createFrom().item(Existing.PERSON);
        }
        if (!user.active()) {
            return Uni.createFrom().item(Existing.DISABLED);
        }
        return worksOrHasNoToken(user, Optional.empty(), false)
                .map(works -> works ? Existing.WORKER : Existing.OTHER_SERVICE);
    }

    /** Scans the tokens in bounded steps until one has the scope. */
    private Uni<Boolean> worksOrHasNoToken(User user, Optional<String> cursor, boolean seen) {
        return tokens.tokens(user.id(), cursor).chain(step -> {
            boolean any = seen || !step.items().isEmpty();
            if (step.items().stream()
                    .anyMatch(token -> token.scopes(user.role()).has(Scope.WORKER))) {
                return Uni.createFrom().item(true);
            }
            return step.next().isEmpty() ? Uni.createFrom().item(!any) : worksOrHasNoToken(user, step.next(), any);
        });
    }
}
