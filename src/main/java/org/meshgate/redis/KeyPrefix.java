package org.meshgate.redis;

import jakarta.enterprise.context.ApplicationScoped;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.redis.topology.KeySlot;

/** The prefix of every Redis key ({@code redis.key_prefix}). */
@ApplicationScoped
public class KeyPrefix {

    private final String prefix;

    KeyPrefix(MeshgateConfig config) {
        this.prefix = config.redis().keyPrefix();
    }

    /** The full key of a name such as {@code users:all}. */
    public String key(String name) {
        return prefix + name;
    }

    /** A key that is never written, for {@link RedisCommands#run}. */
    String absentKey() {
        return KeySlot.absentKey(prefix);
    }
}
