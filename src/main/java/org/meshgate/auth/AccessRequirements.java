package org.meshgate.auth;

import java.util.List;
import java.util.Map;
import org.meshgate.caller.Caller;
import org.meshgate.caller.Role;
import org.meshgate.caller.Scope;
import org.meshgate.caller.Scopes;
import org.meshgate.problem.InsufficientScopeException;
import org.meshgate.problem.ProblemException;
import org.meshgate.problem.ProblemType;
import org.meshgate.problem.ValidationFailedException;

/**
 * What a proxy wants of a caller besides a valid token. All that is named must hold, however often: some proxies append the
 * query of the client, who can so only ask for more.
 *
 * @param admin whether the caller has to be an administrator
 * @param scopes that the token has to have
 */
record AccessRequirements(boolean admin, Scopes scopes) {

    private static final String ROLE = "role";
    private static final String SCOPE = "scope";

    /**
     * Reads the query.
     *
     * @throws ValidationFailedException for anything that is not known: a demand with a typing error would be none
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
     * Lets the caller pass.
     *
     * @throws ProblemException ADMIN_REQUIRED when the role does not suffice
     * @throws InsufficientScopeException when the token does not; for an administrator it also needs the scope
     *     {@code admin}
     */
    void check(Caller.Account caller) {
        if (admin && caller.role() != Role.ADMIN) {
            throw ProblemType.ADMIN_REQUIRED.exception();
        }
        Scopes wanted = admin ? union(scopes, Scopes.of(Scope.ADMIN)) : scopes;
        Scopes missing = wanted.without(caller.scopes());
        if (!missing.isEmpty()) {
            throw new InsufficientScopeException(missing.toString());
        }
    }

    private static Role role(String name) {
        try {
            return Role.fromWireName(name);
        } catch (IllegalArgumentException unknown) {
            throw new ValidationFailedException(ROLE, "must be user or admin");
        }
    }

    /** One or more names with single spaces between them (RFC 6749 section 3.3). */
    private static Scopes scopes(String names) {
        Scopes scopes = Scopes.NONE;
        for (String name : names.split(" ", -1)) {
            scopes = union(
                    scopes, Scope.fromWireName(name).map(Scopes::of).orElseThrow(AccessRequirements::unknownScope));
        }
        return scopes;
    }

    private static ValidationFailedException unknownScope() {
        return new ValidationFailedException(
                SCOPE, "must be jobs:read, jobs:write, account or admin, or several of them");
    }

    private static Scopes union(Scopes some, Scopes others) {
        return new Scopes(some.bits() | others.bits());
    }
}
