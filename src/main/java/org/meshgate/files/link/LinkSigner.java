package org.meshgate.files.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.caller.Caller;
import org.meshgate.runtime.Digests;

/**
 * Signs and verifies links that open a file without a token. A link acts on behalf of the viewer it was issued to and
 * opens one path: {@code exp=<unix seconds>&sig=<viewer>.<HMAC-SHA-256 over viewer, path and exp, in base64url>}.
 *
 * <p>A folder link opens every path below one folder; see {@link #signFolder}.
 *
 * <p>Expiry times are rounded up to multiples of half the lifetime, so that requests within that time get the same URL,
 * which clients can cache. A link is valid for at least half of its lifetime and at most all of it. No I/O; a signature
 * takes some microseconds.
 */
public final class LinkSigner {

    /** The viewer of links on a server in simple mode. */
    public static final String ANONYMOUS = "-";

    /** Appended to a signed folder. Links of files are never signed over such a path. */
    private static final String FOLDER_SUFFIX = "/*";

    private static final Pattern EXPIRY = Pattern.compile("[1-9]\\d{0,11}");
    private static final Pattern SIGNATURE = Pattern.compile("(user_[0-9a-f]{16}|-)\\.([A-Za-z0-9_-]{43})");

    /** The tolerated clock skew between servers. */
    private static final long CLOCK_SKEW_SECONDS = 60;

    private final byte[] key;
    private final Clock clock;
    private final long life;

    /**
     * @param key of any length, not empty
     * @param life the maximum lifetime of a link; at least two seconds, truncated to seconds
     */
    LinkSigner(byte[] key, Clock clock, Duration life) {
        this.key = key.clone();
        this.clock = clock;
        this.life = life.toSeconds();
    }

    /**
     * Signs the query of a link.
     *
     * @param viewer the caller that the link is issued to and acts on behalf of
     * @param path of the URL exactly as it will be requested, from the first slash, without the query
     * @return {@code exp=...&sig=...}, in characters that need no encoding
     */
    public String sign(Caller viewer, String path) {
        String name = name(viewer);
        String end = Long.toString(end());
        return "exp=" + end + "&sig=" + name + "." + signature(name, path, end);
    }

    /**
     * Signs a path segment that opens every path below a folder, for clients that append file names to a URL and would
     * lose a query.
     *
     * @param viewer as in {@link #sign}
     * @param folder the path before that segment, exactly as it will be requested, without a trailing slash
     * @return {@code <exp>.<viewer>.<signature>}, in characters that need no encoding
     */
    public String signFolder(Caller viewer, String folder) {
        String name = name(viewer);
        String end = Long.toString(end());
        return end + "." + name + "." + signature(name, folder + FOLDER_SUFFIX, end);
    }

    /**
     * Verifies the segment of a folder link, as {@link #check} does for a query.
     *
     * @param folder the requested path before that segment
     * @param segment as it was requested; any text
     */
    public LinkVerification checkFolder(String folder, String segment) {
        int dot = segment.indexOf('.');
        return dot < 0
                ? new LinkVerification.Invalid()
                : check(folder + FOLDER_SUFFIX, segment.substring(0, dot), segment.substring(dot + 1));
    }

    /**
     * Verifies a link. Callers must check that the viewer still exists.
     *
     * @param path the requested path, not decoded
     * @param exp the parameter of this name, or an empty string
     * @param sig the parameter of this name, or an empty string
     */
    public LinkVerification check(String path, String exp, String sig) {
        Matcher parts = SIGNATURE.matcher(sig);
        if (!EXPIRY.matcher(exp).matches() || !parts.matches()) {
            return new LinkVerification.Invalid();
        }
        String viewer = parts.group(1);
        byte[] expected = signature(viewer, path, exp).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, parts.group(2).getBytes(StandardCharsets.US_ASCII))) {
            return new LinkVerification.Invalid();
        }
        Instant end = Instant.ofEpochSecond(Long.parseLong(exp));
        Instant now = clock.instant();
        if (!now.isBefore(end)) {
            return new LinkVerification.Expired();
        }
        // A later expiry comes from a link that was issued before the operator shortened the lifetime.
        return end.isAfter(now.plusSeconds(life + CLOCK_SKEW_SECONDS))
                ? new LinkVerification.Invalid()
                : new LinkVerification.Valid(viewer);
    }

    private static String name(Caller viewer) {
        return viewer instanceof Caller.Account account ? account.userId() : ANONYMOUS;
    }

    private long end() {
        Instant now = clock.instant();
        long second = now.getEpochSecond() + (now.getNano() > 0 ? 1 : 0);
        long window = life / 2;
        long earliest = second + (life - window);
        return Math.floorDiv(earliest + window - 1, window) * window;
    }

    private String signature(String viewer, String path, String end) {
        byte[] text = (viewer + "\n" + path + "\n" + end).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.hmacSha256(key, text));
    }
}
