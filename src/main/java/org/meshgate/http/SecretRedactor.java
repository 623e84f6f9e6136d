package org.meshgate.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the secrets of this server in text that a client sent: tokens, one-time codes and tokens of
 * 3DAIGC-API. For logs, traces and request ids, where a client may have sent a secret by mistake.
 */
public final class SecretRedactor {

    /** The replacement for a secret. */
    static final String HIDDEN = "[hidden]";

    /** The prefix of tokens and one-time codes, in any case: a secret in the wrong case still reveals most of it. */
    static final String MARK = "[pP]3[dDiIrR]_";

    private static final Pattern MARKED = Pattern.compile(MARK + "[A-Za-z0-9_-]*");

    /** A token of 3DAIGC-API has no prefix: 32 bytes in base64url, like the signatures of links. */
    private static final Pattern UNMARKED = Pattern.compile("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])");

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private SecretRedactor() {}

    /** Whether the text holds a secret. */
    static boolean finds(String text) {
        return MARKED.matcher(text).find() || UNMARKED.matcher(text).find();
    }

    /**
     * The text with each secret replaced by {@link #HIDDEN}; a text with a percent-encoded secret is replaced entirely.
     */
    public static String redact(String text) {
        if (text.indexOf('%') >= 0 && !finds(text) && finds(decode(text))) {
            return HIDDEN;
        }
        return UNMARKED.matcher(MARKED.matcher(text).replaceAll(HIDDEN)).replaceAll(HIDDEN);
    }

    /** The text without percent-encoding, leniently: malformed escapes are kept. */
    static String decode(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** Whether the prefix of a token or a one-time code ends at the underscore at this index. */
    public static boolean endsMark(String text, int underscore) {
        return text.startsWith("p3d", underscore - 3)
                || text.startsWith("p3i", underscore - 3)
                || text.startsWith("p3r", underscore - 3);
    }
}
