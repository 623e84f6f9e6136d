package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemType;

/** Resolves a user from an id, a username or an e-mail address. */
@ApplicationScoped
public class UserLookup {

    private final UserStore store;

    UserLookup(UserStore store) {
        this.store = store;
    }

    /**
     * Finds a user. Text in the format of an id is always read as an id: a user who registers another user's id as a
     * username must not be mistaken for that user. Otherwise the order is that of a login: exact username, username
     * in another case, e-mail address.
     * @return fails with {@link ProblemType#USER_NOT_FOUND}
     */
    public Uni<User> find(String idOrLogin) {
        Uni<StoredUser> found = UserAdministration.ID.matcher(idOrLogin).matches()
                ? store.find(idOrLogin).map(user -> user.orElseThrow(ProblemType.USER_NOT_FOUND::exception)
                        .user())
                : store.findByLogin(idOrLogin).map(user -> user.orElseThrow(ProblemType.USER_NOT_FOUND::exception));
        return found.map(StoredUser::user);
    }
}
