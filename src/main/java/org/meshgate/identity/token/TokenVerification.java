package org.meshgate.identity.token;

import org.meshgate.caller.Scopes;
import org.meshgate.identity.user.User;

/** What a presented token turned out to be. */
public sealed interface TokenVerification {

    /**
     * It works.
     *
     * @param user whose it is
     * @param token its record
     */
    record Valid(User user, ApiToken token) implements TokenVerification {

        /** What the token may be used for, now that its user has this role. */
        public Scopes scopes() {
            return token.scopes(user.role());
        }
    }

    /** It worked once; its time is over. */
    record Expired() implements TokenVerification {}

    /** It is malformed, unknown or revoked, or its account is deleted or disabled. */
    record Invalid() implements TokenVerification {}
}
