package org.meshgate.cli.http;

import java.util.Optional;
import java.util.regex.Pattern;

/** A token that requests carry. It never stands in argv, a log, or the environment of a child. */
public final class AccessToken {

    /** What an Authorization header may hold (RFC 6750 section 2.1). */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{8,512}=*");

    private static final AccessToken NONE = new AccessToken("");

    private final String text;

    private AccessToken(String text) {
        this.text = text;
    }

    /** No token, for a server that asks for none. */
    public static AccessToken none() {
        return NONE;
    }

    /** Takes a token; empty for a text that cannot be one. */
    public static Optional<AccessToken> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new AccessToken(text)) : Optional.empty();
    }

    /** False of {@link #none}. */
    public boolean isPresent() {
        return !text.isEmpty();
    }

    /** The secret itself. */
    public String text() {
        return text;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AccessToken";
    }
}
