package org.meshgate.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.meshgate.runtime.Digests;

/**
 * Keyed pseudonyms for unknown usernames in the audit trail, so that repeated attempts can be correlated. Users
 * sometimes type their password into the username field, so pseudonyms must resist brute force: the HMAC key is
 * random per process and never stored.
 */
@ApplicationScoped
public class UsernamePseudonyms {

    private static final int KEY_BYTES = 32;
    private static final int TAG_BYTES = 4;

    private final byte[] key = new byte[KEY_BYTES];

    UsernamePseudonyms(SecureRandom random) {
        random.nextBytes(key);
    }

    /** The pseudonym of a username, case-insensitive: eight hexadecimal digits. */
    public String of(String name) {
        byte[] tag = Digests.hmacSha256(key, name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(tag, 0, TAG_BYTES);
    }
}
