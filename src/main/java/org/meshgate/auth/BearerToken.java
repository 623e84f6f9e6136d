package org.meshgate.auth;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.problem.TokenRequiredException;

/**
 * The token of an {@code Authorization} header (RFC 6750 section 2.1; the scheme in any case, RFC 9110 section 11.1).
 */
final class BearerToken {

    private static final Pattern HEADER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);

    private BearerToken() {}

    /**
     * Reads the token, if there is one.
     *
     * @param headers all headers of this name, or null
     * @return empty unless there is exactly one header with this scheme and one token
     */
    static Optional<String> find(List<String> headers) {
        if (headers == null || headers.size() != 1) {
            return Optional.empty();
        }
        Matcher header = HEADER.matcher(headers.get(0));
        return header.matches() ? Optional.of(header.group(1)) : Optional.empty();
    }

    /**
     * Reads the token.
     *
     * @param headers all headers of this name
     * @throws TokenRequiredException unless there is exactly one header with this scheme and one token
     */
    static String of(List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            throw TokenRequiredException.missing();
        }
        return find(headers).orElseThrow(TokenRequiredException::wrongScheme);
    }
}
