package org.meshgate.identity.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.ScanCursor;
import org.meshgate.identity.code.ResetCode;
import org.meshgate.identity.token.TokenKind;
import org.meshgate.identity.user.StoredUser;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;

/** Replaces passwords and revokes the tokens of a user in Redis, in bounded steps of one Lua script each. */
@ApplicationScoped
public class TokenRevocationStore {

    /**
     * Approximate number of tokens per step of a bulk revocation; the first step is atomic with the change of the
     * user.
     */
    private static final int REVOKE_COUNT = 5000;

    private static final LuaScript REVOKE_TOKENS =
            LuaScript.load("identity", "lib/tokens.lua", "lib/reset-code.lua", "revoke-tokens.lua");

    private static final String EMPTY = "";

    private final RedisCommands redis;
    private final RecordJson json;
    private final InvalidationStamps stamps;
    private final IdentityKeys keys;

    TokenRevocationStore(RedisCommands redis, RecordJson json, InvalidationStamps stamps, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.stamps = stamps;
        this.keys = new IdentityKeys(prefix);
    }

    /**
     * A change of a user's password.
     *
     * @param before the user as the caller read it
     * @param after the user with the new password hash
     * @param code the reset code that allows the change; empty for a caller with other rights
     */
    public record NewPassword(StoredUser before, User after, Optional<ResetCode> code) {}

    /**
     * One step of a bulk revocation.
     *
     * @param userChanged true if nothing was done because the user was changed since the caller read it, or the reset code
     *     is not valid any more
     * @param revoked number of tokens revoked in this step
     * @param next cursor of the next step; empty at the end
     */
    public record RevocationStep(boolean userChanged, int revoked, Optional<String> next) {}

    /**
     * Replaces the password of a user and runs the first step of revoking the user's tokens, atomically. The user's
     * reset code ends, so that of concurrent calls with one code exactly one succeeds.
     *
     * @param keepTokenId token that stays valid
     * @param kind kind to revoke; empty for all
     */
    public Uni<RevocationStep> replaceAndRevoke(
            NewPassword password, Optional<String> keepTokenId, Optional<TokenKind> kind) {
        return revoke(
                password.after().id(),
                Optional.empty(),
                keepTokenId,
                kind,
                List.of(
                        password.before().text(),
                        json.write(password.after()),
                        password.code().map(ResetCode::sha256).orElse(EMPTY)));
    }

    /**
     * One step of a bulk revocation.
     *
     * @param cursor cursor of the previous step; empty to begin
     * @param keepTokenId token that stays valid
     * @param kind kind to revoke; empty for all
     */
    public Uni<RevocationStep> revoke(
            String userId, Optional<String> cursor, Optional<String> keepTokenId, Optional<TokenKind> kind) {
        return revoke(userId, cursor, keepTokenId, kind, List.of(EMPTY, EMPTY, EMPTY));
    }

    /** @param change the arguments of a change of the user; all empty for none */
    private Uni<RevocationStep> revoke(
            String userId,
            Optional<String> cursor,
            Optional<String> keep,
            Optional<TokenKind> kind,
            List<String> change) {
        List<String> step = List.of(
                keys.token(EMPTY),
                ScanCursor.argument(cursor),
                Integer.toString(REVOKE_COUNT),
                keep.orElse(EMPTY),
                kind.map(TokenKind::jsonName).orElse("all"));
        return redis.run(
                        REVOKE_TOKENS,
                        Stream.concat(
                                        keys.userAndTokens(userId).stream(),
                                        Stream.of(keys.resetCode(userId), keys.admins()))
                                .toList(),
                        Stream.concat(step.stream(), change.stream()).toList())
                .onItemOrFailure()
                .invoke(() -> stamps.changed(userId))
                .map(Optional::orElseThrow)
                .map(reply -> new RevocationStep(
                        "changed".equals(reply.get(0).toString()),
                        reply.get(1).toInteger(),
                        ScanCursor.next(reply.get(2))));
    }
}
