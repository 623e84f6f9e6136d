package org.meshgate.accounts.token;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.identity.legacy.LegacyTokens;
import org.meshgate.identity.store.UserStore;
import org.meshgate.identity.store.UserStore.RevocationStep;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;

/**
 * Ends many tokens of a user, step by step: each step is bounded, and the first happens together with the change. Before
 * that, tokens of 3DAIGC-API become tokens like any other, so that none is missed.
 */
@ApplicationScoped
public class TokenRevoker {

    private final UserStore store;
    private final LegacyTokens legacyTokens;

    TokenRevoker(UserStore store, LegacyTokens legacyTokens) {
        this.store = store;
        this.legacyTokens = legacyTokens;
    }

    /** How many tokens ended, or nothing when the user is not as it was read; then nothing was done. */
    public Uni<Optional<Integer>> replaceAndRevoke(
            StoredUser before, User after, Optional<String> keepTokenId, boolean loginOnly) {
        return legacyTokens
                .replaceAll(after.id())
                .chain(() -> store.replaceAndRevoke(before, after, keepTokenId, loginOnly))
                .chain(first -> first.userChanged()
                        ? Uni.createFrom().item(Optional.empty())
                        : rest(after.id(), keepTokenId, kind(loginOnly), first).map(Optional::of));
    }

    /** How many tokens ended. */
    public Uni<Integer> revokeAll(String userId) {
        return revoke(userId, Optional.empty(), Optional.empty());
    }

    /**
     * How many tokens of one kind, or of all kinds, ended.
     *
     * @param keepTokenId a token that goes on
     */
    Uni<Integer> revoke(String userId, Optional<String> keepTokenId, Optional<TokenKind> kind) {
        return legacyTokens
                .replaceAll(userId)
                .chain(() -> store.revokeTokens(userId, Optional.empty(), keepTokenId, kind))
                .chain(first -> rest(userId, keepTokenId, kind, first));
    }

    private Uni<Integer> rest(String userId, Optional<String> keep, Optional<TokenKind> kind, RevocationStep done) {
        if (done.next().isEmpty() && done.revoked() == 0) {
            return Uni.createFrom().item(0);
        }
        // a token that was added during a pass may have been missed by it: done when a whole pass ends none
        return store.revokeTokens(userId, done.next(), keep, kind)
                .chain(step -> rest(userId, keep, kind, step))
                .map(later -> later + done.revoked());
    }

    private static Optional<TokenKind> kind(boolean loginOnly) {
        return loginOnly ? Optional.of(TokenKind.LOGIN) : Optional.empty();
    }
}
