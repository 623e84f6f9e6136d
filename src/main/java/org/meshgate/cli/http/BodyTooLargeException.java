package org.meshgate.cli.http;

import java.io.IOException;

/** The body of a response is larger than its limit; the rest was not read. */
public final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException(long limit) {
        super("the answer is larger than " + limit + " bytes");
    }
}
