package org.meshgate.webhooks.signature;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** An Ed25519 key (RFC 8032) that is made of a seed: the same seed makes the same key. */
final class Ed25519Key {

    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;

    private final PrivateKey privateKey;
    private final byte[] publicKey;

    private Ed25519Key(PrivateKey privateKey, byte[] publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** @param seed 32 bytes, which are the private key */
    static Ed25519Key ofSeed(byte[] seed) {
        try {
            // The JDK computes no public key from a private one; its generator takes the seed from the random source.
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            return new Ed25519Key(
                    pair.getPrivate(), Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /** The signature of the bytes: 64 bytes. */
    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /** The public key as RFC 8032 encodes it: 32 bytes. */
    byte[] publicKey() {
        return publicKey.clone();
    }

    private static IllegalStateException unavailable(GeneralSecurityException cause) {
        return new IllegalStateException("every Java platform since 15 has " + ALGORITHM, cause);
    }

    /** A source of exactly the seed. */
    private static final class FixedRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        FixedRandom(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("the generator asks for " + bytes.length + " bytes");
            }
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
