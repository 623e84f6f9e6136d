package org.meshgate.caller;

import jakarta.enterprise.context.RequestScoped;

/** The caller of the current request; set once, by the authentication filter. */
@RequestScoped
public class CurrentCaller {

    private Caller caller;
    private AccessWatch access = AccessWatch.NONE;

    /**
     * The caller.
     *
     * @throws IllegalStateException on a {@link Public} route, which has no caller
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

    /** Watches for the end of the caller's access. */
    public AccessWatch access() {
        return access;
    }

    /** Only for the authentication filter. */
    public void set(Caller authenticated, AccessWatch watch) {
        caller = authenticated;
        access = watch;
    }
}
