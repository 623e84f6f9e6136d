package org.meshgate.files.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.caller.Caller;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.problem.StorageUnavailableException;

class SignedLinksTest {

    private static final String PATH = "/a";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-31T09:30:00Z"), ZoneOffset.UTC);

    private final FakeStore store = new FakeStore();

    @Test
    void keyIsFetchedOnceAndRetriedAfterAnOutage() {
        // Given
        SignedLinks links = links(Map.of());
        store.down = true;
        // When / Then
        assertThatThrownBy(() -> signer(links)).isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(() -> signer(links)).isInstanceOf(StorageUnavailableException.class);
        store.down = false;
        String first = signer(links).sign(new Caller.Anonymous(), PATH);
        store.down = true;
        assertThat(signer(links).sign(new Caller.Anonymous(), PATH)).isEqualTo(first);
        assertThat(store.candidates).hasSize(3).allMatch(key -> key.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void twoServersShareTheKeyThatWasThereFirst() {
        assertThat(signer(links(Map.of())).sign(new Caller.Anonymous(), PATH))
                .isEqualTo(signer(links(Map.of())).sign(new Caller.Anonymous(), PATH));
        assertThat(store.candidates).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void configuredKeyNeedsNoRedis() {
        store.down = true;
        Map<String, String> settings = Map.of("meshgate.security.link_secret", "a secret of enough length");
        assertThat(signer(links(settings)).sign(new Caller.Anonymous(), PATH))
                .isEqualTo(signer(links(settings)).sign(new Caller.Anonymous(), PATH))
                .isNotEqualTo(signer(links(Map.of("meshgate.security.link_secret", "another of enough length")))
                        .sign(new Caller.Anonymous(), PATH));
        assertThat(store.candidates).isEmpty();
    }

    private SignedLinks links(Map<String, String> settings) {
        MeshgateConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MeshgateConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(MeshgateConfig.class);
        return new SignedLinks(config, store, new SecureRandom(), CLOCK);
    }

    private static LinkSigner signer(SignedLinks links) {
        return links.signer().await().atMost(Duration.ofSeconds(5));
    }

    private static final class FakeStore extends LinkSecretStore {

        private final List<String> candidates = new ArrayList<>();
        private Optional<String> kept = Optional.empty();
        private boolean down;

        FakeStore() {
            super(null, null);
        }

        @Override
        Uni<String> secret(String candidate) {
            candidates.add(candidate);
            if (down) {
                return Uni.createFrom().failure(new StorageUnavailableException("test"));
            }
            kept = kept.or(() -> Optional.of(candidate));
            return Uni.createFrom().item(kept.orElseThrow());
        }
    }
}
