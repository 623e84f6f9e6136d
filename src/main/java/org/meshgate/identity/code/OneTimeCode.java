package org.meshgate.identity.code;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates codes that a client uses once. Redis stores only their SHA-256. */
public final class OneTimeCode {

    /** 144 bits, to resist brute force. */
    private static final int RANDOM_BYTES = 18;

    private OneTimeCode() {}

    /**
     * Generates a code.
     *
     * @param prefix identifies the kind of code for users and secret scanners
     * @return the prefix and 24 characters of base64url
     */
    public static String generate(String prefix, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
