package org.meshgate.caller;

import java.util.Optional;

/**
 * The caller on whose behalf a request runs. Sealed, so that access checks must handle every kind.
 */
public sealed interface Caller {

    /**
     * A user with a valid token, or with a valid link that was shown to them.
     *
     * @param userId {@code user_} and 16 hexadecimal digits
     * @param username as registered, for logs and messages
     * @param role as stored in Redis at the time of the check
     * @param tokenId the public id of the token, {@code tok_} and 16 hexadecimal digits, or {@link #LINK}; never the
     *     token itself
     * @param scopes the scopes of the token; never more than the role allows
     * @param budget of the token; absent for most tokens and for links
     */
    record Account(
            String userId, String username, Role role, String tokenId, Scopes scopes, Optional<TokenBudget> budget)
            implements Caller {

        /** The token id of a caller who opened a signed link ({@link SignedLink}). */
        public static final String LINK = "link";

        /** A caller whose token has no budget. */
        public Account(String userId, String username, Role role, String tokenId, Scopes scopes) {
            this(userId, username, role, tokenId, scopes, Optional.empty());
        }

        @Override
        public boolean isAdmin() {
            return role == Role.ADMIN && scopes.has(Scope.ADMIN);
        }

        @Override
        public String logName() {
            return userId + "/" + tokenId;
        }
    }

    /** The caller of every request in simple mode: there are no accounts, and all jobs are visible. */
    record Anonymous() implements Caller {

        private static final Scopes SCOPES = Scopes.grantable(Role.USER);

        @Override
        public boolean isAdmin() {
            return false;
        }

        @Override
        public String logName() {
            return "-";
        }

        @Override
        public Scopes scopes() {
            return SCOPES;
        }
    }

    /** Whether the caller may access other users' accounts and jobs: the role admin, and a token with that scope. */
    boolean isAdmin();

    /** The scopes of the caller. */
    Scopes scopes();

    /** The name of the caller in logs: ids only. */
    String logName();
}
