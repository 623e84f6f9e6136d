package org.meshgate.redis.feed;

/** Listener of a cache over Redis data, notified when entries become invalid. */
public interface InvalidationListener {

    /**
     * Called when a key was written, deleted or has expired.
     *
     * @param key complete with prefix; may hold a secret, so it is never logged
     */
    void changed(String key);

    /** Called when any key may have changed: Redis was flushed, or messages were missed. */
    void anythingChanged();
}
