package org.meshgate.files.link;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.StorageUnavailableException;

/**
 * Provides the {@link LinkSigner} with the server's key: {@code security.link_secret}, or a random key that is
 * generated at first use and stored in Redis. The key is read from Redis once and then kept in memory.
 */
@ApplicationScoped
public class SignedLinks {

    private static final int KEY_BYTES = 32;

    private final LinkSecretStore store;
    private final SecureRandom random;
    private final Clock clock;
    private final Duration life;
    private final boolean needed;
    private final AtomicReference<Optional<LinkSigner>> known;

    SignedLinks(MeshgateConfig config, LinkSecretStore store, SecureRandom random, Clock clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.life = config.security().linkTtl();
        this.needed = config.security().userAuthEnabled() || config.security().apiKeyRequired();
        this.known = new AtomicReference<>(
                config.security().linkSecret().map(String::strip).map(this::signer));
    }

    /**
     * The signer, for any number of links.
     *
     * @return fails with {@link StorageUnavailableException} when the key is not in memory yet and Redis cannot be
     *     reached; the next call tries again
     */
    public Uni<LinkSigner> signer() {
        return Uni.createFrom().deferred(() -> known.get()
                .map(signer -> Uni.createFrom().item(signer))
                .orElseGet(() ->
                        store.secret(newSecret()).map(this::signer).invoke(signer -> known.set(Optional.of(signer)))));
    }

    /**
     * The signer for URLs in responses.
     *
     * @return empty when files open without a token, so that URLs need no signature; fails like {@link #signer}
     */
    public Uni<Optional<LinkSigner>> signerOfUrls() {
        return needed ? signer().map(Optional::of) : Uni.createFrom().item(Optional.empty());
    }

    private LinkSigner signer(String secret) {
        return new LinkSigner(secret.getBytes(StandardCharsets.UTF_8), clock, life);
    }

    private String newSecret() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
