package org.meshgate.accounts.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.store.UserStore.UserAndTokenCount;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.problem.ProblemType;

/** Finds a user by id, or by an id, a username or an e-mail address. */
@ApplicationScoped
public class UserLookup {

    /** The format of a user id. */
    private static final Pattern ID = Pattern.compile("user_[0-9a-f]{16}");

    private final UserStore store;

    UserLookup(UserStore store) {
        this.store = store;
    }

    /** Whether a text has the format of a user id. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Finds a user by id; fails with {@link ProblemType#USER_NOT_FOUND}. */
    Uni<UserAndTokenCount> byId(String userId) {
        return isId(userId)
                ? store.find(userId).map(found -> found.orElseThrow(ProblemType.USER_NOT_FOUND::exception))
                : Uni.createFrom().failure(ProblemType.USER_NOT_FOUND.exception());
    }

    /**
     * Finds a user. Text in the format of an id is always read as an id: a user who registers another user's id as a
     * username must not be mistaken for that user. Otherwise the order is that of a login: exact username, username
     * in another case, e-mail address.
     * @return fails with {@link ProblemType#USER_NOT_FOUND}
     */
    public Uni<User> find(String idOrLogin) {
        Uni<StoredUser> found = isId(idOrLogin)
                ? byId(idOrLogin).map(UserAndTokenCount::user)
                : store.findByLogin(idOrLogin).map(user -> user.orElseThrow(ProblemType.USER_NOT_FOUND::exception));
        return found.map(StoredUser::user);
    }
}
