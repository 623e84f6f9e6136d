package org.meshgate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a client accepts (RFC 9110 sections 12.5.1 and 12.5.3). */
public final class AcceptHeader {

    private static final Pattern REFUSED = Pattern.compile("q=0(\\.0{0,3})?");

    private AcceptHeader() {}

    /** Whether the client names the media type itself, as browsers do for pages; {@code *}{@code /*} does not count. */
    public static boolean names(String mediaType, HttpServerRequest request) {
        return accepted(HttpHeaders.ACCEPT, request).anyMatch(mediaType::equals);
    }

    /** Whether the client accepts the content coding by its name. */
    public static boolean acceptsCoding(String coding, HttpServerRequest request) {
        return accepted(HttpHeaders.ACCEPT_ENCODING, request).anyMatch(coding::equals);
    }

    /** The members of a list, without their parameters and without what the client refuses. */
    private static Stream<String> accepted(CharSequence header, HttpServerRequest request) {
        return request.headers().getAll(header).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(member -> member.replaceAll("[ \\t]", "").toLowerCase(Locale.ROOT))
                .map(member -> member.split(";"))
                .filter(parts -> parts.length > 0
                        && Stream.of(parts).skip(1).noneMatch(parameter -> REFUSED.matcher(parameter)
                                .matches()))
                .map(parts -> parts[0]);
    }
}
