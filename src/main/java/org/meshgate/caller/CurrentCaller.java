package org.meshgate.caller;

import jakarta.enterprise.context.RequestScoped;

/** The caller of the request at hand; set once, by the authentication filter. */
@RequestScoped
public class CurrentCaller {

    private Caller caller;
    private AccessWatch access = AccessWatch.NONE;

    /**
     * The caller.
     *
     * @throws IllegalStateException on a {@link Public} route, where nobody was authenticated
     */
    public Caller get() {
        if (caller == null) {
            throw new IllegalStateException("no caller on a public route");
        }
        return caller;
    }

    /**
     * The caller as an account.
     *
     * @throws IllegalStateException when the server has no accounts (simple mode) or the route is public
     */
    public Caller.Account account() {
        if (get() instanceof Caller.Account account) {
            return account;
        }
        throw new IllegalStateException("no account in simple mode");
    }

    /** Watches whether the caller would still be admitted. */
    public AccessWatch access() {
        return access;
    }

    /** For the authentication filter alone. */
    public void set(Caller authenticated, AccessWatch watch) {
        caller = authenticated;
        access = watch;
    }
}
