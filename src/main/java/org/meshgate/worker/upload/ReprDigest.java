package org.meshgate.worker.upload;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meshgate.problem.ValidationFailedException;

/**
 * The {@code Repr-Digest} of an upload (RFC 9530). Only {@code sha-256} is verified; other algorithms are ignored, as the
 * RFC allows.
 *
 * @param sha256 absent when the client sent none
 */
record ReprDigest(Optional<byte[]> sha256) {

    static final String HEADER = "Repr-Digest";

    private static final String ALGORITHM = "sha-256";
    private static final int LENGTH = 32;

    /** A byte sequence of RFC 8941, perhaps with parameters. */
    private static final Pattern BYTES = Pattern.compile(":([A-Za-z0-9+/]*={0,2}):(?:;.*)?");

    /**
     * Reads the header.
     *
     * @param values all header lines of this name
     * @throws ValidationFailedException for a sha-256 that is no digest; the last of several counts (RFC 8941)
     */
    static ReprDigest of(List<String> values) {
        return new ReprDigest(Arrays.stream(String.join(",", values).split(","))
                .map(member -> member.strip().split("=", 2))
                .filter(member -> member[0].equals(ALGORITHM))
                .map(member -> decode(member.length == 2 ? member[1] : ""))
                .reduce((first, last) -> last));
    }

    /** Throws {@link ValidationFailedException} for another digest than the one sent. */
    void require(byte[] actual) {
        sha256.ifPresent(expected -> {
            if (!Arrays.equals(expected, actual)) {
                throw new ValidationFailedException(HEADER, "must be the SHA-256 digest of the file");
            }
        });
    }

    private static byte[] decode(String text) {
        Matcher bytes = BYTES.matcher(text);
        try {
            byte[] digest = bytes.matches() ? Base64.getDecoder().decode(bytes.group(1)) : new byte[0];
            if (digest.length == LENGTH) {
                return digest;
            }
        } catch (IllegalArgumentException notBase64) {
            // as any other text that is no digest
        }
        throw new ValidationFailedException(HEADER, "must have sha-256=:...: with a digest in base64");
    }
}
