package org.meshgate.redis.connection;

import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;

/**
 * A verified connection to the primary, and the client that exists for it alone.
 *
 * @param client closing it closes the connection
 */
public record PrimaryConnection(Redis client, RedisConnection connection) {

    /** Closes the connection; closing that of a pooled client only would return it to the pool. */
    public void close() {
        client.close();
    }
}
