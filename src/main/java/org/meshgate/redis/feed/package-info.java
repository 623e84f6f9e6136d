/** Invalidation messages of Redis, and the proof that they arrive. */
package org.meshgate.redis.feed;
