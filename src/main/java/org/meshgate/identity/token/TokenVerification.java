package org.meshgate.identity.token;

import org.meshgate.caller.Scopes;
import org.meshgate.identity.user.User;

/** The result of verifying a token. */
public sealed interface TokenVerification {

    /**
     * The token is valid.
     *
     * @param user the owner
     * @param token the token record
     * @param limited whether administrators have set limits for the owner
     */
    record Valid(User user, ApiToken token, boolean limited) implements TokenVerification {

        /** The effective scopes for the current role of the owner. */
        public Scopes scopes() {
            return token.scopes(user.role());
        }
    }

    /**
     * The token is valid, but may not be used from the address of the client.
     *
     * @param user the owner
     * @param token the token record
     */
    record NetworkNotAllowed(User user, ApiToken token) implements TokenVerification {}

    /** The token has expired. */
    record Expired() implements TokenVerification {}

    /** The token is malformed, unknown or revoked, or its account is deleted or disabled. */
    record Invalid() implements TokenVerification {}
}
