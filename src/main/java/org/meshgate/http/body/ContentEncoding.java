package org.meshgate.http.body;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;

/** The {@code Content-Encoding} of a request (RFC 9110 section 8.4). No route decodes a body. */
final class ContentEncoding {

    private static final String IDENTITY = "identity";

    private ContentEncoding() {}

    /** Whether a header names a coding other than {@code identity}. An empty value names none. */
    static boolean isPresent(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.CONTENT_ENCODING);
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .anyMatch(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase(IDENTITY));
    }
}
