package org.meshgate.identity;

import java.security.SecureRandom;

/** Well-formed tokens that nobody has. */
public final class RandomTokens {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomTokens() {}

    public static String next() {
        return TokenFormat.generate(RANDOM);
    }
}
