package org.meshgate.identity.token;

import jakarta.enterprise.context.RequestScoped;

/**
 * Holds the verified token of the current request, for routes that show or change it. Set by the authentication
 * filter.
 */
@RequestScoped
public class CurrentSession {

    private TokenVerification.Valid session;

    /**
     * Returns the session.
     *
     * @throws IllegalStateException on a public route and in simple mode
     */
    public TokenVerification.Valid get() {
        if (session == null) {
            throw new IllegalStateException("no session");
        }
        return session;
    }

    /** Called by the authentication filter only. */
    public void set(TokenVerification.Valid verified) {
        session = verified;
    }
}
