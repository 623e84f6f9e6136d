package org.meshgate.identity.user;

/**
 * A user as read from Redis. Writes are compare-and-set on the text, so that concurrent writers cannot overwrite each
 * other.
 *
 * @param user the parsed record
 * @param text the JSON exactly as stored in Redis
 */
public record StoredUser(User user, String text) {

    @Override
    public String toString() {
        return "StoredUser[" + user.id() + "]";
    }
}
