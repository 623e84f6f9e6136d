package org.meshgate.files.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.meshgate.caller.Caller;

/**
 * Makes and checks the links by which a file opens without a token. A link stands for the viewer to whom it was shown and
 * opens one path: {@code exp=<unix seconds>&sig=<viewer>.<HMAC-SHA-256 over viewer, path and exp, in base64url>}.
 *
 * <p>A link of a folder opens all that lies below one path; {@link #signFolder}.
 *
 * <p>Ends lie on multiples of half the link's life, so that everybody who asks within that time sees the same address; a
 * link is valid for at least half of its life, and for all of it at most. No I/O; a signature takes some microseconds.
 */
public final class LinkSigner {

    /** The viewer of links on a server in simple mode. */
    public static final String ANONYMOUS = "-";

    /** Behind a folder that is signed: no link of a file is signed over such a path. */
    private static final String EVERYTHING_BELOW = "/*";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern END = Pattern.compile("[1-9]\\d{0,11}");
    private static final Pattern SIGNATURE = Pattern.compile("(user_[0-9a-f]{16}|-)\\.([A-Za-z0-9_-]{43})");

    /** How far the clocks of two servers may differ. */
    private static final long CLOCK_DIFFERENCE_SECONDS = 60;

    private final SecretKeySpec key;
    private final Clock clock;
    private final long life;

    /**
     * @param key of any length but none
     * @param life how long a link is valid at most; at least two seconds, and counted in whole ones
     */
    LinkSigner(byte[] key, Clock clock, Duration life) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
        this.life = life.toSeconds();
    }

    /**
     * The query of a link.
     *
     * @param viewer who is shown the link, and on whose behalf it will be opened
     * @param path of the URL exactly as it will be requested, from the first slash and without query
     * @return {@code exp=...&sig=...}, of characters that need no encoding
     */
    public String sign(Caller viewer, String path) {
        String name = name(viewer);
        String end = Long.toString(end());
        return "exp=" + end + "&sig=" + name + "." + signature(name, path, end);
    }

    /**
     * The step of a path that opens everything below a folder, for clients that put the names of further files behind an
     * address: of those a query would not survive.
     *
     * @param viewer as in {@link #sign}
     * @param folder the path before that step, exactly as it will be requested, without a slash at the end
     * @return {@code <exp>.<viewer>.<signature>}, of characters that need no encoding
     */
    public String signFolder(Caller viewer, String folder) {
        String name = name(viewer);
        String end = Long.toString(end());
        return end + "." + name + "." + signature(name, folder + EVERYTHING_BELOW, end);
    }

    /**
     * What such a step is worth now, as {@link #check} tells it of a query.
     *
     * @param folder the requested path before that step
     * @param step as it was requested; any text
     */
    public LinkVerification checkFolder(String folder, String step) {
        int dot = step.indexOf('.');
        return dot < 0
                ? new LinkVerification.Invalid()
                : check(folder + EVERYTHING_BELOW, step.substring(0, dot), step.substring(dot + 1));
    }

    /**
     * What a link is worth now. Whether its viewer still exists is for the caller to find out.
     *
     * @param path that is requested, not decoded
     * @param exp the parameter of this name, or an empty text
     * @param sig the parameter of this name, or an empty text
     */
    public LinkVerification check(String path, String exp, String sig) {
        Matcher parts = SIGNATURE.matcher(sig);
        if (!END.matcher(exp).matches() || !parts.matches()) {
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
        // a link of longer life was made before the operator shortened it
        return end.isAfter(now.plusSeconds(life + CLOCK_DIFFERENCE_SECONDS))
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
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signature = mac.doFinal((viewer + "\n" + path + "\n" + end).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
