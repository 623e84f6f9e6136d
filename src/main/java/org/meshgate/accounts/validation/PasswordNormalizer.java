package org.meshgate.accounts.validation;

import java.text.Normalizer;
import java.util.Locale;

/** Normalizes passwords for comparison with names and blocklists. Hashing always uses the original text. */
final class PasswordNormalizer {

    private PasswordNormalizer() {}

    /** Folds case and applies NFKC, so that texts that differ only in these compare equal. */
    static String folded(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        // lower case first: the capital sharp s has no other upper case, while the small one becomes "SS"
        String lower = plain.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }
}
