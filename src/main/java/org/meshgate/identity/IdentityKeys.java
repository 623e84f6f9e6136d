package org.meshgate.identity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.redis.KeyPrefix;

/** The keys of users and tokens; those above the line are shared with 3DAIGC-API. */
public record IdentityKeys(KeyPrefix prefix) {

    /** What every id of a user begins with; the keys of other things below {@code user:} do not. */
    public static final String USER_ID_START = "user_";

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

    /** The set of a user's tokens as 3DAIGC-API kept it: their texts. */
    public String oldTokensOf(String userId) {
        return user(userId) + ":tokens";
    }

    /** @param sha256 or the text of a token that 3DAIGC-API made */
    public String token(String sha256) {
        return prefix.key("token:" + sha256);
    }

    // ---- Meshgate's own ----

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

    /** Users by the beginning of name or address; a sorted set in the order of its members. */
    public String search() {
        return prefix.key("users:search");
    }

    /** What of each user stands in {@link #search}. */
    public String searched() {
        return prefix.key("users:searched");
    }

    public String invites() {
        return prefix.key("invites");
    }

    public String invite(String id) {
        return prefix.key("invite:" + id);
    }

    public String tokensOf(String userId) {
        return prefix.key("tokens:of:" + userId);
    }

    public String loginsOf(String userId) {
        return prefix.key("tokens:logins:" + userId);
    }

    /** The keys of a user's tokens, as {@code tokens.lua} takes them. */
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
     * Whom the change of a key concerns: the SHA-256 of a token, or the id of a user.
     *
     * @param key of a token, or of a user or something of theirs
     */
    public Optional<String> changed(String key) {
        if (key.startsWith(token(""))) {
            String name = key.substring(token("").length());
            return Optional.of(TokenFormat.isOld(name) ? TokenFormat.sha256(name) : name);
        }
        if (key.startsWith(user(USER_ID_START))) {
            String name = key.substring(user("").length());
            int end = name.indexOf(':');
            return Optional.of(end < 0 ? name : name.substring(0, end));
        }
        return Optional.empty();
    }

    /** A name or an address without regard to case. */
    public static String fold(String nameOrAddress) {
        return nameOrAddress.toLowerCase(Locale.ROOT);
    }
}
