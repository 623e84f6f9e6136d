package org.meshgate.identity.token;

import jakarta.enterprise.context.RequestScoped;

/** The verified token of the request at hand, for routes that show or change it. Set by the authentication filter. */
@RequestScoped
public class CurrentSession {

    private TokenVerification.Valid session;

    /**
     * The session.
     *
     * @throws IllegalStateException on a public route and in simple mode
     */
    public TokenVerification.Valid get() {
        if (session == null) {
            throw new IllegalStateException("no session");
        }
        return session;
    }

    /** For the authentication filter alone. */
    public void set(TokenVerification.Valid verified) {
        session = verified;
    }
}
