package org.meshgate.runtime.vertx;

import io.vertx.redis.client.impl.types.ErrorType;

/** The error replies of Redis, which the client of Vert.x reports as failures. */
public final class ErrorReply {

    private ErrorReply() {}

    /** Whether a failure is an error reply of Redis, or a connection that Redis closed. */
    public static boolean matches(Throwable failure) {
        return failure instanceof ErrorType;
    }

    /**
     * Whether a failure is an error reply of this kind.
     *
     * @param code the first word of the reply, such as {@code NOSCRIPT}
     */
    public static boolean is(Throwable failure, String code) {
        return failure instanceof ErrorType error && error.is(code);
    }
}
