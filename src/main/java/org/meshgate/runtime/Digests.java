package org.meshgate.runtime;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Message digests and message authentication codes that every Java platform provides. */
public final class Digests {

    private static final String HMAC_SHA256 = "HmacSHA256";

    private Digests() {}

    /** The SHA-256 digest of the bytes: 32 bytes. */
    public static byte[] sha256(byte[] bytes) {
        return newSha256().digest(bytes);
    }

    /** A SHA-256 digest for data that comes in parts. */
    public static MessageDigest newSha256() {
        return digest("SHA-256");
    }

    /** The SHA-1 digest of the bytes: 20 bytes. For names only, such as those of scripts in Redis. */
    public static byte[] sha1(byte[] bytes) {
        return digest("SHA-1").digest(bytes);
    }

    /**
     * The HMAC-SHA-256 of the bytes (RFC 2104): 32 bytes.
     *
     * @param key of any length, not empty
     */
    public static byte[] hmacSha256(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC_SHA256);
            mac.init(new SecretKeySpec(key, HMAC_SHA256));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC_SHA256, e);
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
