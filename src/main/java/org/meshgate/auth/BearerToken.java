package org.meshgate.auth;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.problem.TokenRequiredException;

/** The token of an {@code Authorization} header (RFC 6750 section 2.1; the scheme in any case, RFC 9110 section 11.1). */
final class BearerToken {

    private static final Pattern HEADER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);

    private BearerToken() {}

    /**
     * Reads the one token.
     *
     * @param headers all headers of this name
     * @throws TokenRequiredException unless there is exactly one header with this scheme and one token
     */
    static String of(List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            throw TokenRequiredException.missing();
        }
        Matcher header = HEADER.matcher(headers.get(0));
        if (headers.size() > 1 || !header.matches()) {
            throw TokenRequiredException.wrongScheme();
        }
        return header.group(1);
    }
}
