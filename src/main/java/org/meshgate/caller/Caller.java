package org.meshgate.caller;

/**
 * On whose behalf a request runs. Sealed, so that code which decides what may be seen has to name every kind.
 */
public sealed interface Caller {

    /**
     * A user who presented a valid token, or a valid link that was shown to them.
     *
     * @param userId {@code user_} and 16 hexadecimal digits
     * @param username as registered, for logs and messages
     * @param role as it stands in Redis at the time of the check
     * @param tokenId the public id of the token, {@code tok_} and 16 hexadecimal digits, or {@link #LINK}; never the
     *     token itself
     * @param scopes what the token may be used for; never more than the role has
     */
    record Account(String userId, String username, Role role, String tokenId, Scopes scopes) implements Caller {

        /** Stands for the token's id where a signed link was opened ({@link SignedLink}). */
        public static final String LINK = "link";

        @Override
        public boolean isAdmin() {
            return role == Role.ADMIN && scopes.has(Scope.ADMIN);
        }

        @Override
        public String logName() {
            return userId + "/" + tokenId;
        }
    }

    /** Anybody, on a server that runs in simple mode: there are no accounts, and everybody sees everything. */
    record Anonymous() implements Caller {

        private static final Scopes SCOPES = Scopes.of(Role.USER);

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

    /** Whether other people's accounts and jobs are open: an administrator, by a token that has the scope. */
    boolean isAdmin();

    /** What the caller may do, as far as it depends on their token. */
    Scopes scopes();

    /** How the caller appears in logs: ids only. */
    String logName();
}
