package org.meshgate.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.runtime.Digests;

/** Operation without accounts: whether it is on, and its API keys ({@code security.api_keys}). */
@ApplicationScoped
class SimpleMode {

    private final boolean on;
    private final boolean keyRequired;
    private final List<byte[]> digests;

    SimpleMode(MeshgateConfig config) {
        this.on = !config.security().userAuthEnabled();
        this.keyRequired = config.security().apiKeyRequired();
        this.digests = config.security().apiKeys().orElse(List.of()).stream()
                .map(SimpleMode::digest)
                .toList();
    }

    boolean on() {
        return on;
    }

    boolean keyRequired() {
        return keyRequired;
    }

    /** Whether this is one of the keys; compared in constant time. */
    boolean accepts(String key) {
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
