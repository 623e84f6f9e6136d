package org.meshgate.problem;

import java.util.Map;

/** A valid token without a required scope (RFC 6750 section 3.1, {@code insufficient_scope}). */
public final class InsufficientScopeException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private static final String WORKER = "worker";

    private final String missing;

    /** @param missing the missing scopes, separated by spaces */
    public InsufficientScopeException(String missing) {
        super(
                ProblemType.INSUFFICIENT_SCOPE,
                "This token lacks the scope " + missing + ". Use a token that has it, such as one of a "
                        + (missing.equals(WORKER) ? "service account." : "login."));
        this.missing = missing;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of(
                "WWW-Authenticate",
                "Bearer realm=\"meshgate\", error=\"insufficient_scope\", scope=\"" + missing + "\"");
    }
}
