package org.meshgate.accounts.token;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meshgate.identity.legacy.LegacyTokens;
import org.meshgate.identity.store.TokenRevocationStore;
import org.meshgate.identity.store.TokenRevocationStore.NewPassword;
import org.meshgate.identity.store.TokenRevocationStore.RevocationStep;
import org.meshgate.identity.token.TokenKind;

/**
 * Revokes many tokens of a user in bounded steps; the first step is atomic with the change of the user. Legacy tokens
 * are migrated first, so that none is missed.
 */
@ApplicationScoped
public class TokenRevoker {

    private final TokenRevocationStore store;
    private final LegacyTokens legacyTokens;

    TokenRevoker(TokenRevocationStore store, LegacyTokens legacyTokens) {
        this.store = store;
        this.legacyTokens = legacyTokens;
    }

    /**
     * Replaces a password and revokes tokens. Returns the number of revoked tokens, or empty if the user was changed
     * or the reset code is not valid any more.
     *
     * @param keepTokenId token that stays valid
     * @param loginOnly whether tokens of kind {@code api} stay valid
     */
    public Uni<Optional<Integer>> replaceAndRevoke(
            NewPassword password, Optional<String> keepTokenId, boolean loginOnly) {
        String userId = password.after().id();
        Optional<TokenKind> kind = loginOnly ? Optional.of(TokenKind.LOGIN) : Optional.empty();
        return legacyTokens
                .replaceAll(userId)
                .chain(() -> store.replaceAndRevoke(password, keepTokenId, kind))
                .chain(first -> first.userChanged()
                        ? Uni.createFrom().item(Optional.empty())
                        : rest(userId, keepTokenId, kind, first).map(Optional::of));
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
                .chain(() -> store.revoke(userId, Optional.empty(), keepTokenId, kind))
                .chain(first -> rest(userId, keepTokenId, kind, first));
    }

    private Uni<Integer> rest(String userId, Optional<String> keep, Optional<TokenKind> kind, RevocationStep done) {
        if (done.next().isEmpty() && done.revoked() == 0) {
            return Uni.createFrom().item(0);
        }
        // a scan may miss tokens that were added meanwhile: repeat until one revokes none
        return store.revoke(userId, done.next(), keep, kind)
                .chain(step -> rest(userId, keep, kind, step))
                .map(later -> later + done.revoked());
    }
}
