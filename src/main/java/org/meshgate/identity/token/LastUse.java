package org.meshgate.identity.token;

import java.time.Instant;
import java.util.Optional;

/**
 * The last use of a token.
 *
 * @param time to the second
 * @param from address or network of the client; empty if unknown, or not kept
 */
public record LastUse(Instant time, Optional<String> from) {}
