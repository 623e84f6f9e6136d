package org.meshgate.accounts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.identity.IdentityStore;
import org.meshgate.identity.IdentityStore.RevocationStep;
import org.meshgate.identity.OldTokens;
import org.meshgate.identity.StoredUser;
import org.meshgate.identity.User;

/**
 * Ends many tokens of a user, step by step: each step is bounded, and the first happens together with the change. Before
 * that, tokens of 3DAIGC-API become tokens like any other, so that none is missed.
 */
@ApplicationScoped
class Revocations {

    private final IdentityStore store;
    private final OldTokens oldTokens;

    Revocations(IdentityStore store, OldTokens oldTokens) {
        this.store = store;
        this.oldTokens = oldTokens;
    }

    /** How many tokens ended, or nothing when the user is not as it was read; then nothing was done. */
    Uni<Optional<Integer>> replaceAndRevoke(
            StoredUser before, User after, Optional<String> keepTokenId, boolean loginOnly) {
        return oldTokens
                .replaceAll(after.id())
                .chain(() -> store.replaceAndRevoke(before, after, keepTokenId, loginOnly))
                .chain(first -> first.userChanged()
                        ? Uni.createFrom().item(Optional.empty())
                        : rest(after.id(), keepTokenId, loginOnly, first).map(Optional::of));
    }

    /** How many tokens ended. */
    Uni<Integer> revokeAll(String userId) {
        return oldTokens
                .replaceAll(userId)
                .chain(() -> store.revokeTokens(userId, Optional.empty(), Optional.empty(), false))
                .chain(first -> rest(userId, Optional.empty(), false, first));
    }

    private Uni<Integer> rest(String userId, Optional<String> keep, boolean loginOnly, RevocationStep done) {
        if (done.next().isEmpty() && done.revoked() == 0) {
            return Uni.createFrom().item(0);
        }
        // a token that was added during a pass may have been missed by it: done when a whole pass ends none
        return store.revokeTokens(userId, done.next(), keep, loginOnly)
                .chain(step -> rest(userId, keep, loginOnly, step))
                .map(later -> later + done.revoked());
    }
}
