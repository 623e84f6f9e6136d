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
 * Revokes many tokens of a user in bounded steps; the first step is atomic with the change of the user. Legacy tokens
 * are migrated first, so that none is missed.
 */
@ApplicationScoped
public class TokenRevoker {

    private final UserStore store;
    private final LegacyTokens legacyTokens;

    TokenRevoker(UserStore store, LegacyTokens legacyTokens) {
        this.store = store;
        this.legacyTokens = legacyTokens;
    }

    /**
     * Replaces a user record and revokes tokens. Returns the number of revoked tokens, or empty if the user was
     * changed.
     */
    public Uni<Optional<Integer>> replaceAndRevoke(
            StoredUser before, User after, Optional<String> keepTokenId, boolean loginOnly) {
        return legacyTokens
                .replaceAll(after.id())
                .chain(() -> store.replaceAndRevoke(before, after, keepTokenId, loginOnly))
                .chain(first -> first.userChanged()
                        ? Uni.createFrom().item(Optional.empty())
                        : rest(after.id(), keepTokenId, kind(loginOnly), first).map(Optional::of));
    }

    /** Revokes all tokens of a user. Returns their number. */
    public Uni<Integer> revokeAll(String userId) {
        return revoke(userId, Optional.empty(), Optional.empty());
    }

    /**
     * Revokes tokens of one kind, or of all kinds. Returns their number.
     *
     * @param keepTokenId token that stays valid
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
        // a scan may miss tokens that were added meanwhile: repeat until one revokes none
        return store.revokeTokens(userId, done.next(), keep, kind)
                .chain(step -> rest(userId, keep, kind, step))
                .map(later -> later + done.revoked());
    }

    private static Optional<TokenKind> kind(boolean loginOnly) {
        return loginOnly ? Optional.of(TokenKind.LOGIN) : Optional.empty();
    }
}
