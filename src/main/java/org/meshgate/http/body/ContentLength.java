package org.meshgate.http.body;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.meshgate.problem.HttpProblemException;

/** The {@code Content-Length} of a request. Over HTTP/1.1 Netty has checked it, over HTTP/2 it can be any text. */
public final class ContentLength {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private ContentLength() {}

    /**
     * The length in bytes, 0 without the header.
     *
     * @throws HttpProblemException when it is not a number
     */
    public static long of(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced == null ? 0 : parse(announced);
    }

    static long parse(String announced) {
        if (!NUMBER.matcher(announced).matches()) {
            throw HttpProblemException.badRequest("Content-Length must be one whole number.");
        }
        return Long.parseLong(announced);
    }
}
