package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.problem.UserNotFoundException;

/** Whom a person means who types an id, a name or an e-mail address. */
@ApplicationScoped
public class UserLookup {

    private final UserStore store;

    UserLookup(UserStore store) {
        this.store = store;
    }

    /**
     * Finds a user. What looks like an id is an id and nothing else: names may look so too, and whoever took somebody's id as
     * their name must not be taken for them. Otherwise the rule is that of a login: an exact name wins, then one that
     * differs in case, then the address.
     *
     * @return fails with {@link UserNotFoundException}
     */
    public Uni<User> find(String idOrLogin) {
        Uni<StoredUser> found = UserAdministration.ID.matcher(idOrLogin).matches()
                ? store.find(idOrLogin).map(user -> user.orElseThrow(UserNotFoundException::new)
                        .user())
                : store.findByLogin(idOrLogin).map(user -> user.orElseThrow(UserNotFoundException::new));
        return found.map(StoredUser::user);
    }
}
