/** Persistent, pipelined connections to Redis, by address, Sentinel or cluster. */
package org.meshgate.redis.connection;
