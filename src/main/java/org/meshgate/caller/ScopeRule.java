package org.meshgate.caller;

/**
 * Which scopes open a route.
 *
 * @param required all of them must be held; empty for a route that accepts any token
 * @param workers whether a route that accepts any token also accepts one with the scope {@code worker} alone
 */
public record ScopeRule(Scopes required, boolean workers) {

    /** What a token with the scope {@code worker} alone lacks where every other token is accepted. */
    private static final Scopes PERSONAL = Scopes.of(Scope.JOBS_READ);

    /** The scopes that a caller lacks; empty when the rule is met. */
    public Scopes missing(Scopes held) {
        return required.isEmpty() && held.isWorkerOnly() && !workers ? PERSONAL : required.without(held);
    }
}
