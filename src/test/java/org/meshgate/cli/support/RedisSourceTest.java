package org.meshgate.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.config.reader.SettingsReader;
import org.meshgate.testing.TestCertificates;

/** Which Redis a command uses, and what is wrong with its settings before it is tried. */
class RedisSourceTest {

    private static final String SECURE = "rediss://user:secret@redis.example:6380/1";

    @TempDir
    Path directory;

    @Test
    void theFileOfAnAuthorityMustBeThereAndHoldCertificates() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path text = Files.writeString(directory.resolve("text.pem"), "hello");
        Path cut = Files.writeString(
                directory.resolve("cut.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path missing = directory.resolve("missing.pem");
        assertRefused(SECURE, missing, "redis.ca_file: " + missing + " cannot be read");
        assertRefused(SECURE, directory, "redis.ca_file: " + directory + " cannot be read");
        assertRefused(SECURE, empty, "redis.ca_file: " + empty + " holds no certificate");
        assertRefused(SECURE, text, "redis.ca_file: " + text + " holds no certificate");
        assertRefused(SECURE, cut, "redis.ca_file: " + cut + " holds no certificate");
        Path authority = new TestCertificates().authority("ours");
        assertThat(choose(Map.of("P3D_REDIS_URL", SECURE, "P3D_REDIS__CA_FILE", authority.toString()))
                        .describe())
                .isEqualTo("rediss://redis.example:6380/1");
    }

    @Test
    void caFileWithoutTlsIsRefused() {
        Path authority = new TestCertificates().authority("ours");
        assertRefused(
                "redis://redis.example",
                authority,
                "redis.ca_file is set, but redis_url does not begin with rediss://");
    }

    @Test
    void redisUrlGivesThePasswordForSentinels() {
        RedisSource choice = choose(Map.of(
                "P3D_REDIS_URL",
                "redis://:secret@anything",
                "P3D_REDIS__SENTINELS",
                "a.example:26379,b.example",
                "P3D_REDIS__SENTINEL_MASTER",
                "jobs"));
        assertThat(choice.describe()).isEqualTo("jobs of the sentinels a.example:26379,b.example");
        assertThat(choice.uri().getUserInfo()).isEqualTo(":secret");
        assertThat(choice.toString()).doesNotContain("secret");
    }

    @Test
    void sentinelsAreEnough() {
        RedisSource choice = choose(Map.of("P3D_REDIS__SENTINELS", "a.example"));
        assertThat(choice.describe()).isEqualTo("mymaster of the sentinels a.example");
        assertThat(choice.embedded()).isEmpty();
    }

    private static void assertRefused(String url, Path authority, String message) {
        assertThatThrownBy(() -> choose(Map.of("P3D_REDIS_URL", url, "P3D_REDIS__CA_FILE", authority.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    private static RedisSource choose(Map<String, String> environment) {
        return RedisSource.forOneShot(SettingsReader.read(Path.of("no-config.yaml"), false, environment, Map.of()));
    }
}
