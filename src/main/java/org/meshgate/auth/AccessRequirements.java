package org.meshgate.auth;

import java.util.List;
import java.util.Map;
import org.meshgate.caller.Caller;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.caller.ScopeRule;
import org.meshgate.caller.Scopes;
import org.meshgate.problem.InsufficientScopeException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/**
 * What a reverse proxy requires of a caller besides a valid token. Every named requirement must hold, also when it is
 * repeated: some proxies append the client's query, and the client can only add requirements.
 *
 * @param admin whether the caller must be an administrator
 * @param scopes that the token must have
 */
record AccessRequirements(boolean admin, Scopes scopes) {

    private static final String ROLE = "role";
    private static final String SCOPE = "scope";

    /**
     * Reads the query.
     *
     * @throws ValidationFailedException for an unknown name or value: a misspelled requirement would otherwise be
     *     ignored
     */
    static AccessRequirements of(Map<String, List<String>> query) {
        boolean admin = false;
        Scopes scopes = Scopes.NONE;
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            switch (parameter.getKey()) {
                case ROLE -> {
                    for (String name : parameter.getValue()) {
                        admin |= role(name) == Role.ADMIN;
                    }
                }
                case SCOPE -> {
                    for (String names : parameter.getValue()) {
                        scopes = union(scopes, scopes(names));
                    }
                }
                default -> throw new ValidationFailedException("query", "must have role and scope only");
            }
        }
        return new AccessRequirements(admin, scopes);
    }

    /**
     * Checks the caller.
     *
     * @throws ProblemException ADMIN_REQUIRED when the role is not sufficient
     * @throws InsufficientScopeException when the token lacks a scope; with {@code role=admin} the scope {@code admin}
     *     is required as well. A token with the scope {@code worker} alone is refused unless that is required: what
     *     stands behind the proxy is for people
     */
    void check(Caller.Account caller) {
        if (admin && caller.role() != Role.ADMIN) {
            throw ProblemType.ADMIN_REQUIRED.exception();
        }
        Scopes required = admin ? union(scopes, Scopes.of(Scope.ADMIN)) : scopes;
        Scopes missing = new ScopeRule(required, false).missing(caller.scopes());
        if (!missing.isEmpty()) {
            throw new InsufficientScopeException(missing.toString());
        }
    }

    private static Role role(String name) {
        try {
            return Role.fromJsonName(name);
        } catch (IllegalArgumentException unknown) {
            throw new ValidationFailedException(ROLE, "must be user or admin");
        }
    }

    /** One or more names, separated by single spaces (RFC 6749 section 3.3). */
    private static Scopes scopes(String names) {
        Scopes scopes = Scopes.NONE;
        for (String name : names.split(" ", -1)) {
            scopes = union(
                    scopes, Scope.fromJsonName(name).map(Scopes::of).orElseThrow(AccessRequirements::unknownScope));
        }
        return scopes;
    }

    private static ValidationFailedException unknownScope() {
        return new ValidationFailedException(
                SCOPE, "must be jobs:read, jobs:write, account, admin or worker, or several of them");
    }

    private static Scopes union(Scopes first, Scopes second) {
        return new Scopes(first.bits() | second.bits());
    }
}
