package org.meshgate.identity.user;

/**
 * A user as read from Redis. Changes are accepted only while Redis still holds the same text, so that two writers cannot
 * undo each other.
 *
 * @param user what the text says
 * @param text the JSON exactly as Redis holds it
 */
public record StoredUser(User user, String text) {

    @Override
    public String toString() {
        return "StoredUser[" + user.id() + "]";
    }
}
