package org.meshgate.accounts.deletion;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.meshgate.accounts.token.TokenRevoker;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemType;
import org.meshgate.webhooks.endpoint.EndpointOwner;
import org.meshgate.webhooks.endpoint.Endpoints;

/** Deletes a user with the user's webhooks and revokes the user's tokens. Callers check permissions and handle the user's jobs. */
@ApplicationScoped
public class UserDeleter {

    /** Maximum number of attempts if the account is changed concurrently. */
    private static final int MAX_ATTEMPTS = 5;

    private final UserStore store;
    private final TokenRevoker tokenRevoker;
    private final Endpoints webhooks;

    UserDeleter(UserStore store, TokenRevoker tokenRevoker, Endpoints webhooks) {
        this.store = store;
        this.tokenRevoker = tokenRevoker;
        this.webhooks = webhooks;
    }

    /**
     * Deletes a user by compare-and-set.
     *
     * @param read reads the user and checks that the deletion is allowed; called before every attempt
     * @return the deleted user; fails as {@code read} does, or with {@link ProblemType#LAST_ADMIN},
     *     {@link ProblemType#ACCOUNTS_NOT_INDEXED} or {@link ProblemType#ACCOUNT_CHANGED}
     */
    public Uni<User> delete(Supplier<Uni<StoredUser>> read) {
        return delete(read, MAX_ATTEMPTS);
    }

    private Uni<User> delete(Supplier<Uni<StoredUser>> read, int attempts) {
        return read.get().chain(stored -> store.delete(stored).chain(deletion -> switch (deletion) {
            case DELETED ->
                tokenRevoker
                        .revokeAll(stored.user().id())
                        .chain(() -> webhooks.removeAll(
                                EndpointOwner.user(stored.user().id())))
                        .replaceWith(stored.user());
            case LAST_ADMIN -> Uni.createFrom().failure(ProblemType.LAST_ADMIN.exception());
            case NOT_INDEXED -> Uni.createFrom().failure(ProblemType.ACCOUNTS_NOT_INDEXED.exception());
            case USER_CHANGED ->
                attempts > 1
                        ? delete(read, attempts - 1)
                        : Uni.createFrom().failure(ProblemType.ACCOUNT_CHANGED.exception());
        }));
    }
}
