package org.meshgate.identity.code;

/**
 * An invitation as read from Redis.
 *
 * @param invite the parsed record
 * @param text the JSON exactly as stored in Redis, for compare-and-set
 */
public record StoredInvite(Invite invite, String text) {

    /** The id of the invitation. */
    public String id() {
        return invite.id();
    }

    @Override
    public String toString() {
        return "StoredInvite[" + id() + "]";
    }
}
