package org.meshgate.caller;

import java.util.Arrays;
import java.util.Optional;

/** What a token may be used for. A scope never gives more than the role of the token's user has. */
public enum Scope {
    /** Look at jobs, files and the queue. */
    JOBS_READ("jobs:read"),
    /** Submit, cancel and delete jobs; upload and delete files. */
    JOBS_WRITE("jobs:write"),
    /** The own profile, password and tokens. */
    ACCOUNT("account"),
    /** All that the role of an administrator adds: other people's accounts and jobs, files of the server by path. */
    ADMIN("admin");

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    /** The spelling in JSON, in Redis and in headers. */
    public String wireName() {
        return wireName;
    }

    /** Reads the spelling of {@link #wireName()}; nothing for any other text, and for null. */
    public static Optional<Scope> fromWireName(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(text))
                .findFirst();
    }
}
