package org.meshgate.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The configuration of Redis where people write numbers with other digits. */
@Isolated("changes the default locale")
class EmbeddedRedisLocaleTest {

    private final Locale before = Locale.getDefault();

    @TempDir
    Path directory;

    @BeforeEach
    void arabic() {
        Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
    }

    @AfterEach
    void asBefore() {
        Locale.setDefault(before);
    }

    @Test
    void startsAndResponds() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory, new SecureRandom())) {
            EmbeddedRedisEndpoint endpoint =
                    EmbeddedRedisEndpoint.read(directory.resolve("endpoint")).orElseThrow();
            assertThat(endpoint.answers()).isTrue();
            assertThat(redis.port()).isEqualTo(endpoint.port());
        }
    }
}
