package org.meshgate.caller;

import java.util.Arrays;
import java.util.Optional;

/** A permission of a token. A scope never grants more than the role of the token's user. */
public enum Scope {
    /** Read jobs, files and the queue. */
    JOBS_READ("jobs:read"),
    /** Submit, cancel and delete jobs; upload and delete files. */
    JOBS_WRITE("jobs:write"),
    /** Manage the own profile, password and tokens. */
    ACCOUNT("account"),
    /** Use the rights of an administrator: other users' accounts and jobs, files of the server by path. */
    ADMIN("admin"),
    /** Use the routes of workers and no others. No role has it by default: a token is granted it by name. */
    WORKER("worker");

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, in Redis and in headers. */
    public String wireName() {
        return wireName;
    }

    /** Parses {@link #wireName()}; empty for any other text and for null. */
    public static Optional<Scope> fromWireName(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(text))
                .findFirst();
    }
}
