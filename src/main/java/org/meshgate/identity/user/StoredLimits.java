package org.meshgate.identity.user;

/**
 * The limits of a user as read from Redis, for compare-and-set.
 *
 * @param limits the parsed record
 * @param text the JSON exactly as stored in Redis; empty if there is none
 */
public record StoredLimits(UserLimits limits, String text) {}
