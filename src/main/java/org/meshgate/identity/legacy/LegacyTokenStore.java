package org.meshgate.identity.legacy;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.identity.IdentityKeys;
import org.meshgate.identity.InvalidationStamps;
import org.meshgate.identity.RecordJson;
import org.meshgate.identity.ScanCursor;
import org.meshgate.identity.TokenFormat;
import org.meshgate.identity.store.UserStore.TokenAndOwner;
import org.meshgate.identity.token.ApiToken;
import org.meshgate.identity.token.TokenArguments;
import org.meshgate.identity.user.User;
import org.meshgate.redis.KeyPrefix;
import org.meshgate.redis.LuaScript;
import org.meshgate.redis.RedisCommands;
import org.meshgate.redis.Timestamps;
import org.meshgate.runtime.Batch;

/** Reads and replaces the tokens of 3DAIGC-API in Redis. Every method is one round trip with bounded reads. */
@ApplicationScoped
class LegacyTokenStore {

    /** Approximate number of tokens per scan step. */
    private static final int SCAN_COUNT = 500;

    private static final LuaScript FIND = LuaScript.load("identity", "find-legacy-token.lua");
    private static final LuaScript LIST = LuaScript.load("identity", "list-legacy-tokens.lua");
    private static final LuaScript REPLACE = LuaScript.load("identity", "lib/tokens.lua", "replace-legacy-tokens.lua");

    private static final String EMPTY = "";

    private final RedisCommands redis;
    private final RecordJson json;
    private final InvalidationStamps stamps;
    private final IdentityKeys keys;

    LegacyTokenStore(RedisCommands redis, RecordJson json, InvalidationStamps stamps, KeyPrefix prefix) {
        this.redis = redis;
        this.json = json;
        this.stamps = stamps;
        this.keys = new IdentityKeys(prefix);
    }

    /**
     * The record of a legacy token.
     *
     * @param replaced whether the token is migrated already and this is its new record
     * @param record JSON
     * @param owner empty if the account was deleted
     * @param lastUse the last recorded use; migrated login tokens only
     * @param limited whether administrators have set limits for the owner
     */
    record Found(boolean replaced, String record, Optional<User> owner, Optional<Instant> lastUse, boolean limited) {

        TokenAndOwner with(ApiToken token, Optional<Instant> use) {
            return new TokenAndOwner(token, owner, use, limited);
        }

        @Override
        public String toString() {
            return "Found[" + replaced + "]";
        }
    }

    /**
     * An entry of the set in which 3DAIGC-API lists the tokens of a user.
     *
     * @param text plain text of the token
     * @param record its JSON; empty if there is none
     */
    record Listed(String text, String record) {

        @Override
        public String toString() {
            return "Listed[]";
        }
    }
    /** A change to an entry. */
    sealed interface Change {

        /** The entry as read, for compare-and-set. */
        Listed entry();

        /** Replaces the entry with a current token. */
        record Replace(Listed entry, ApiToken by, Optional<Instant> lastUse) implements Change {}

        /** Removes an unusable token. */
        record Remove(Listed entry) implements Change {}

        /** Removes the entry only, because its record is missing or belongs to another user. */
        record Unlist(Listed entry) implements Change {}
    }

    /** Finds a token by its plain text. The caller has checked the format. */
    Uni<Optional<Found>> find(String text) {
        return redis.run(
                        FIND,
                        List.of(keys.token(TokenFormat.sha256(text)), keys.token(text), keys.limits()),
                        List.of(keys.user(EMPTY), text, keys.loginsOf(EMPTY)))
                .map(reply -> reply.map(found -> new Found(
                        found.get(0).toInteger() == 1,
                        found.get(1).toString(),
                        json.read(found.get(2).toString(), User.class),
                        Timestamps.ofScore(found.get(3).toString()),
                        found.get(4).toInteger() == 1)));
    }

    /**
     * Scans the legacy tokens of a user.
     *
     * @param cursor cursor of the previous step; empty to begin
     */
    Uni<Batch<Listed>> list(String userId, Optional<String> cursor) {
        return redis.run(
                        LIST,
                        List.of(keys.legacyTokensOf(userId)),
                        List.of(keys.token(EMPTY), ScanCursor.argument(cursor), Integer.toString(SCAN_COUNT)))
                .map(Optional::orElseThrow)
                .map(reply -> new Batch<>(entries(reply.get(1)), ScanCursor.next(reply.get(0))));
    }

    /**
     * Applies changes to entries that are unchanged since they were read. Returns the current record for each of
     * them.
     */
    Uni<List<Optional<ApiToken>>> change(String userId, List<Change> changes) {
        List<String> arguments = new ArrayList<>(1 + 10 * changes.size());
        arguments.add(keys.token(EMPTY));
        changes.forEach(change -> {
            arguments.add(change.entry().text());
            arguments.add(change.entry().record());
            arguments.addAll(arguments(change));
        });
        return redis.run(
                        REPLACE,
                        Stream.concat(keys.userAndTokens(userId).stream(), Stream.of(keys.legacyTokensOf(userId)))
                                .toList(),
                        arguments)
                .onItemOrFailure()
                .invoke(() -> stamps.changed(userId))
                .map(reply -> reply.orElseThrow().stream()
                        .map(record -> json.read(record.toString(), ApiToken.class))
                        .toList());
    }

    private List<String> arguments(Change change) {
        if (change instanceof Change.Replace replace) {
            List<String> arguments = new ArrayList<>();
            arguments.add("replace");
            arguments.addAll(TokenArguments.of(
                    replace.by(), TokenFormat.sha256(replace.entry().text()), json));
            arguments.add(replace.lastUse()
                    .map(use -> Long.toString(use.getEpochSecond()))
                    .orElse(EMPTY));
            return arguments;
        }
        String verb = change instanceof Change.Remove ? "remove" : "unlist";
        return List.of(verb, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY);
    }

    private static List<Listed> entries(Response pairs) {
        List<Listed> entries = new ArrayList<>(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i += 2) {
            entries.add(new Listed(pairs.get(i).toString(), pairs.get(i + 1).toString()));
        }
        return entries;
    }
}
