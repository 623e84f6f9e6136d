package org.meshgate.faults;

import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/**
 * What came back.
 *
 * @param what who asked for what
 * @param status 0 when nothing came in time
 * @param millis how long it took
 * @param body as text
 * @param retryAfter whether it says when to try again
 */
record Answer(Ask what, int status, long millis, String body, boolean retryAfter) {

    private static final Pattern CODE = Pattern.compile("\"error\":\"([A-Z_]+)\"");

    static Answer of(Ask what, long millis, HttpResponse<String> response) {
        return new Answer(
                what,
                response.statusCode(),
                millis,
                response.body(),
                response.headers().firstValue("Retry-After").isPresent());
    }

    static Answer none(Ask what, long millis, Throwable why) {
        return new Answer(what, 0, millis, String.valueOf(why), false);
    }

    /** Short: the body of an answer can be long. */
    @Override
    public String toString() {
        return what + " " + status + " " + error() + " after " + millis + " ms"
                + (status == 0 || status == 500 ? ": " + body : "");
    }

    /** The stable code of a problem document; empty when it is none. */
    String error() {
        var found = CODE.matcher(body);
        return found.find() ? found.group(1) : "";
    }
}
