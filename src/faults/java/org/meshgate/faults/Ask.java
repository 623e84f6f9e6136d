package org.meshgate.faults;

/** What is asked again and again while something is broken. */
enum Ask {
    /** The process lives; needs nothing. */
    LIVE(false),
    /** The process can serve. */
    READY(false),
    /** The public health route. */
    HEALTH(false),
    /** The own profile, with a token that is remembered. */
    PROFILE(true),
    /** A job. */
    JOB(true),
    /** The list of jobs. */
    HISTORY(true),
    /** A new job. */
    SUBMIT(true),
    /** A login with the right password. */
    LOGIN(true),
    /** The end of a token. */
    REVOKE(true),
    /** The profile with a token that was revoked before. */
    REVOKED(true);

    private final boolean needsRedis;

    Ask(boolean needsRedis) {
        this.needsRedis = needsRedis;
    }

    boolean needsRedis() {
        return needsRedis;
    }

    /** Whether it needs Redis, and would be 200 with a good one. */
    boolean good() {
        return needsRedis && this != REVOKED;
    }
}
