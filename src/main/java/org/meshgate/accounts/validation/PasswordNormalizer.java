package org.meshgate.accounts.validation;

import java.text.Normalizer;
import java.util.Locale;

/** Passwords as they are compared with names and with lists of bad ones; what is hashed is always the text as given. */
final class PasswordNormalizer {

    private PasswordNormalizer() {}

    /** The same for texts that differ in case, or in how Unicode spells the same characters (NFKC). */
    static String folded(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        // first small, because the capital sharp s of German has no other capital, and the small one has two letters
        String small = plain.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(small, Normalizer.Form.NFKC);
    }
}
