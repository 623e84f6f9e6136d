package org.meshgate.identity.invite;

/**
 * An invitation as read from Redis.
 *
 * @param invite what the text says
 * @param text the JSON exactly as Redis holds it; an invitation is used only while it still does
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
