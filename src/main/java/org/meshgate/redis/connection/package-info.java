/** Persistent, pipelined connections to Redis, by address or Sentinel. */
package org.meshgate.redis.connection;
