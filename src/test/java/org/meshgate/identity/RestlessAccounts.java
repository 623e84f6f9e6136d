package org.meshgate.identity;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.meshgate.identity.store.UserChangeStore;
import org.meshgate.identity.user.User;
import org.meshgate.identity.user.UserLimits;
import org.meshgate.redis.KeyPrefix;

/** Stubs of stores that report a concurrent change on every write. */
public final class RestlessAccounts {

    private RestlessAccounts() {}

    /** In place of the store of changes. */
    public static class Changes extends UserChangeStore {

        private final UserChangeStore original;

        public Changes(UserChangeStore original, KeyPrefix prefix) {
            super(null, null, null, prefix);
            this.original = original;
        }

        @Override
        public Uni<Optional<FoundUser>> find(String userId) {
            return original.find(userId);
        }

        @Override
        public Uni<Outcome> change(FoundUser found, User after, UserLimits limits) {
            return Uni.createFrom().item(Outcome.USER_CHANGED);
        }
    }
}
