package org.meshgate.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the secrets of this server in text that a client sent: tokens, invitation codes and tokens of 3DAIGC-API. For
 * logs, traces and request ids, in which a client may have put a secret by mistake.
 */
public final class SecretRedactor {

    /** Replaces a secret. */
    static final String HIDDEN = "[hidden]";

    /** What tokens and invitation codes begin with, in any case: a client that changes the case still shows most of it. */
    static final String MARK = "[pP]3[dDiI]_";

    private static final Pattern MARKED = Pattern.compile(MARK + "[A-Za-z0-9_-]*");

    /** A token of 3DAIGC-API has no mark: 32 bytes in base64url, as are the signatures of links. */
    private static final Pattern UNMARKED = Pattern.compile("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])");

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private SecretRedactor() {}

    /** Whether a secret stands anywhere in the text. */
    static boolean finds(String text) {
        return MARKED.matcher(text).find() || UNMARKED.matcher(text).find();
    }

    /** The text with each secret replaced by {@link #HIDDEN}; with percent-encoded ones, all of the text is. */
    public static String redact(String text) {
        if (text.indexOf('%') >= 0 && !finds(text) && finds(decode(text))) {
            return HIDDEN;
        }
        return UNMARKED.matcher(MARKED.matcher(text).replaceAll(HIDDEN)).replaceAll(HIDDEN);
    }

    /** The text without percent-encoding, leniently: what is no escape stays as it is. */
    static String decode(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** Whether the mark of a token or an invitation code ends at the underscore at this index. */
    public static boolean endsMark(String text, int underscore) {
        return text.startsWith("p3d", underscore - 3) || text.startsWith("p3i", underscore - 3);
    }
}
