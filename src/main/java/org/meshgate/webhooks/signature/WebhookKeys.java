package org.meshgate.webhooks.signature;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.StorageUnavailableException;

/**
 * Provides the keys of webhooks. All are derived from one secret: {@code webhooks.secret}, or a random one that is
 * generated at first use and stored in Redis. It is read from Redis once and then kept in memory. Every method fails with
 * {@link StorageUnavailableException} while it is not in memory and Redis cannot be reached.
 */
@ApplicationScoped
public class WebhookKeys {

    private static final int SECRET_BYTES = 32;

    private final WebhookSecretStore store;
    private final SecureRandom random;
    private final AtomicReference<Optional<WebhookSigner>> known;

    WebhookKeys(WebhookSecretStore store, SecureRandom random, MeshgateConfig config) {
        this.store = store;
        this.random = random;
        this.known = new AtomicReference<>(
                config.webhooks().secret().map(String::strip).map(WebhookKeys::derive));
    }

    /** The signer of deliveries. */
    public Uni<WebhookSigner> signer() {
        return Uni.createFrom().deferred(() -> known.get()
                .map(signer -> Uni.createFrom().item(signer))
                .orElseGet(() -> store.secret(newSecret())
                        .map(WebhookKeys::derive)
                        .invoke(signer -> known.set(Optional.of(signer)))));
    }

    /** The secret of an endpoint as its owner gets it: {@code whsec_} and base64 of 32 bytes. */
    public Uni<String> secret(String endpointId, int version) {
        return signer().map(signer -> signer.secret(endpointId, version));
    }

    /** The public key of {@code v1a} signatures: {@code whpk_} and base64 of 32 bytes. */
    public Uni<String> publicKey() {
        return signer().map(WebhookSigner::publicKey);
    }

    private static WebhookSigner derive(String secret) {
        return new WebhookSigner(secret.getBytes(StandardCharsets.UTF_8));
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
