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

    private final String jsonName;

    Scope(String jsonName) {
        this.jsonName = jsonName;
    }

    /** The name in JSON, in Redis and in headers. */
    public String jsonName() {
        return jsonName;
    }

    /** Parses {@link #jsonName()}; empty for any other text and for null. */
    public static Optional<Scope> fromJsonName(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.jsonName.equals(text))
                .findFirst();
    }
}
