package org.meshgate.identity.token;

import java.time.Duration;
import java.util.Optional;
import org.meshgate.caller.Scopes;

/**
 * What a new token allows.
 *
 * @param lifetime empty if the token never expires
 * @param scopes empty for all scopes of the owner's role
 * @param networks networks from which it may be used; empty for any
 */
public record TokenGrant(Optional<Duration> lifetime, Optional<Scopes> scopes, Optional<AllowedNetworks> networks) {}
