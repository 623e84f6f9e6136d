package org.meshgate.identity;

import java.security.SecureRandom;

/** Generates well-formed tokens that are not issued. */
public final class RandomTokens {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomTokens() {}

    public static String next() {
        return TokenFormat.generate(RANDOM);
    }
}
