package org.meshgate.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.runtime.Digests;

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
        return Digests.sha256(key.getBytes(StandardCharsets.UTF_8));
    }
}
