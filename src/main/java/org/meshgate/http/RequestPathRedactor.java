package org.meshgate.http;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Redacts request paths for logs and problem documents: removes tokens and invitation codes, wherever a client puts
 * them, and characters that could forge a log line. Queries are omitted entirely.
 */
public final class RequestPathRedactor {

    private static final String HIDDEN = SecretRedactor.HIDDEN;
    /**
     * Routes whose next segment is an id, or a secret that a client sent instead: a token, a part of one, an invitation
     * code.
     */
    private static final Pattern SECRET_ROUTE = Pattern.compile(
            "(/users/tokens/+|/users/admin/invites/+)(?!(?:tok|inv)_[0-9a-f]{16}(?:/|$))[^/]+",
            Pattern.CASE_INSENSITIVE);
    /** The route whose next segment is a signed folder link. */
    private static final Pattern LINK_ROUTE = Pattern.compile("(/world-link/+)[^/]+", Pattern.CASE_INSENSITIVE);

    private static final Pattern LOOKS_LIKE_A_TOKEN =
            Pattern.compile(SecretRedactor.MARK + "[^/]*|[A-Za-z0-9_%-]{43,}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");
    private static final int MAX_LENGTH = 200;

    private static final String TOKENS = "/api/v1/users/tokens/";
    private static final String INVITES = "/api/v1/users/admin/invites/";
    private static final int MIN_OLD_TOKEN_LENGTH = 43;

    private RequestPathRedactor() {}

    /** The path without secrets. */
    public static String of(String path) {
        if (path == null) {
            return "";
        }
        if (isPlain(path)) {
            return path;
        }
        String safe = SECRET_ROUTE.matcher(withoutEncodedSecrets(path)).replaceAll("$1" + HIDDEN);
        safe = LINK_ROUTE.matcher(safe).replaceAll("$1" + HIDDEN);
        safe = LOOKS_LIKE_A_TOKEN.matcher(safe).replaceAll(HIDDEN);
        safe = UNPRINTABLE.matcher(safe).replaceAll("?");
        return safe.length() > MAX_LENGTH ? safe.substring(0, MAX_LENGTH) + "..." : safe;
    }

    /**
     * Fast path: most paths hold no secret and cost one pass without a copy. A segment that is shorter than any token
     * and does not begin like one is no secret.
     */
    private static boolean isPlain(String path) {
        if (path.length() > MAX_LENGTH
                || path.regionMatches(true, 0, TOKENS, 0, TOKENS.length())
                || path.regionMatches(true, 0, INVITES, 0, INVITES.length())) {
            return false;
        }
        int start = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                start = i + 1;
            } else if (!isPlain(c)
                    || i - start >= MIN_OLD_TOKEN_LENGTH - 1
                    || c == '_' && SecretRedactor.endsMark(path, i)) {
                return false;
            }
        }
        return true;
    }

    /** Routes decode their path, so a percent-encoded secret is a secret too. */
    private static String withoutEncodedSecrets(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        return Arrays.stream(path.split("/", -1))
                .map(part ->
                        LOOKS_LIKE_A_TOKEN.matcher(SecretRedactor.decode(part)).find() ? HIDDEN : part)
                .collect(Collectors.joining("/"));
    }

    private static boolean isPlain(char c) {
        return c == '-' || c == '_' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
