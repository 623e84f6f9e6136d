package org.meshgate.redis.feed;

/** Who keeps a copy of what stands in Redis, and must know when it is no longer true. */
public interface InvalidationListener {

    /**
     * This key was written, deleted or has expired.
     *
     * @param key complete with prefix; may hold a secret, so it is never logged
     */
    void changed(String key);

    /** Anything may have changed: Redis was emptied, or changes were missed. */
    void anythingChanged();
}
