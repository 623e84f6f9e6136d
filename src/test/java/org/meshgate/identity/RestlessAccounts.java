package org.meshgate.identity;

import io.smallrye.mutiny.Uni;
import org.meshgate.identity.store.UserChangeStore;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;

/** Stubs of stores that report a concurrent change on every write. */
public final class RestlessAccounts {

    private RestlessAccounts() {}

    /** In place of the store of changes. */
    public static class Changes extends UserChangeStore {

        public Changes(KeyPrefix prefix) {
            super(null, null, null, prefix);
        }

        @Override
        public Uni<Outcome> change(StoredUser before, User after) {
            return Uni.createFrom().item(Outcome.USER_CHANGED);
        }
    }
}
