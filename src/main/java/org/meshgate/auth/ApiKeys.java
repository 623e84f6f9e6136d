package org.meshgate.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.meshgate.config.MeshgateConfig;

/** The API keys of simple mode ({@code security.api_keys}), compared in constant time. */
@ApplicationScoped
class ApiKeys {

    private final boolean required;
    private final List<byte[]> digests;

    ApiKeys(MeshgateConfig config) {
        this.required = config.security().apiKeyRequired();
        this.digests = config.security().apiKeys().orElse(List.of()).stream()
                .map(ApiKeys::digest)
                .toList();
    }

    boolean required() {
        return required;
    }

    boolean contains(String key) {
        byte[] candidate = digest(key);
        boolean found = false;
        for (byte[] known : digests) {
            found |= MessageDigest.isEqual(known, candidate);
        }
        return found;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
