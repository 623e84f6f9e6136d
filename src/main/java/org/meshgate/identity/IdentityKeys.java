package org.meshgate.identity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.redis.KeyPrefix;

/** Builds the Redis keys of users, tokens and one-time codes. Keys above the divider are shared with 3DAIGC-API. */
public record IdentityKeys(KeyPrefix prefix) {

    /** Prefix of every user id. It tells user records from the other keys below {@code user:}. */
    public static final String USER_ID_PREFIX = "user_";

    public String user(String id) {
        return prefix.key("user:" + id);
    }

    public String username(String name) {
        return prefix.key("user:username:" + name);
    }

    public String email(String address) {
        return prefix.key("user:email:" + address);
    }

    public String allUsers() {
        return prefix.key("users:all");
    }

    /** The set in which 3DAIGC-API keeps a user's tokens, in plain text. */
    public String legacyTokensOf(String userId) {
        return user(userId) + ":tokens";
    }

    /** @param sha256 SHA-256 of the token, or the plain text of a token issued by 3DAIGC-API */
    public String token(String sha256) {
        return prefix.key("token:" + sha256);
    }

    // ---- used by Meshgate only ----

    public String folded(String nameOrAddress) {
        return prefix.key("users:folded:" + fold(nameOrAddress));
    }

    public String alike(String nameOrAddress) {
        return prefix.key("users:alike:" + fold(nameOrAddress));
    }

    public String usersByTime() {
        return prefix.key("users:created");
    }

    public String admins() {
        return prefix.key("users:admins");
    }

    /** Service accounts by creation time. */
    public String services() {
        return prefix.key("users:services");
    }

    /** Hash with the limits of users as JSON, by user id. Scripts of jobs read it. */
    public String limits() {
        return prefix.key("users:limits");
    }

    /** Sorted set for prefix search by username or e-mail address, in lexicographic order. */
    public String search() {
        return prefix.key("users:search");
    }

    /** Hash with the entries of each user in {@link #search}, so that they can be removed without the record. */
    public String searched() {
        return prefix.key("users:searched");
    }

    public String invites() {
        return prefix.key("invites");
    }

    public String invite(String id) {
        return prefix.key("invite:" + id);
    }

    /** The code with which a user may set a new password. */
    public String resetCode(String userId) {
        return prefix.key("reset:" + userId);
    }

    public String tokensOf(String userId) {
        return prefix.key("tokens:of:" + userId);
    }

    public String loginsOf(String userId) {
        return prefix.key("tokens:logins:" + userId);
    }

    /** The keys of a user's tokens, in the order that {@code lua/identity/lib/tokens.lua} expects. */
    public List<String> tokens(String userId) {
        return List.of(
                tokensOf(userId),
                prefix.key("tokens:created:" + userId),
                loginsOf(userId),
                prefix.key("tokens:ends:" + userId),
                lastUses());
    }

    public List<String> userAndTokens(String userId) {
        return Stream.concat(Stream.of(user(userId)), tokens(userId).stream()).toList();
    }

    public String lastUses() {
        return prefix.key("tokens:used");
    }

    /**
     * Maps a changed key to the name to invalidate: the SHA-256 of a token, or the id of a user.
     *
     * @param key key of a token, of a user, or of data that belongs to a user
     */
    public Optional<String> changed(String key) {
        if (key.startsWith(token(""))) {
            String name = key.substring(token("").length());
            return Optional.of(TokenFormat.isLegacy(name) ? TokenFormat.sha256(name) : name);
        }
        if (key.startsWith(user(USER_ID_PREFIX))) {
            String name = key.substring(user("").length());
            int end = name.indexOf(':');
            return Optional.of(end < 0 ? name : name.substring(0, end));
        }
        return Optional.empty();
    }

    /** Folds the case of a username or e-mail address, for case-insensitive comparison. */
    public static String fold(String nameOrAddress) {
        return nameOrAddress.toLowerCase(Locale.ROOT);
    }
}
