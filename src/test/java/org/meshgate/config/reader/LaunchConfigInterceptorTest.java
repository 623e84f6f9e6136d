package org.meshgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.config.SecurityConfig;
import org.meshgate.config.ServerConfig;

/** The settings as Quarkus sees them after a launch, beside sources that would say something else. */
class LaunchConfigInterceptorTest {

    private final Properties systemProperties = new Properties();

    @Test
    void otherSourcesSetNothing() {
        // Given
        systemProperties.setProperty("meshgate.security.hide_foreign_jobs", "true");
        systemProperties.setProperty("%prod.meshgate.server.port", "1");
        Settings settings = SettingsReader.read(
                SettingsReader.DEFAULT_FILE.resolveSibling("no-config.yaml"),
                false,
                Map.ofEntries(
                        Map.entry("P3D_SERVER__PORT", "81"),
                        Map.entry("P3D_SECURITY__API_KEYS", "[\"a,b\",\"${HOME}\"]"),
                        Map.entry("P3D_SECURITY__CORS_ORIGINS", "HTTPS://a.example,http://b.example:80"),
                        Map.entry("P3D_SERVER__ALLOWED_HOSTS", "a.example"),
                        Map.entry("P3D_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                        Map.entry("P3D_SERVER__PUBLIC_URL", "https://a.example/3d"),
                        Map.entry("P3D_REDIS__SENTINELS", "s-1,s-2:26380"),
                        Map.entry("P3D_REDIS__CONNECTIONS", "3"),
                        Map.entry("P3D_LIMITS__MESH", "50MiB"),
                        Map.entry("P3D_SERVER__FORWARDED_HEADER", "forwarded"),
                        Map.entry("P3D_TRACING__SAMPLE_RATIO", "0.25"),
                        Map.entry("P3D_SERVER__ACCESS_LOG", "off")),
                Map.of());
        // When
        LaunchConfig.handOver(settings, Map.of("meshgate.redis_url", "redis://:$x@host"), systemProperties);
        SmallRyeConfig config = config(Map.of(
                "meshgate.security.user_auth_enabled", "false",
                "meshgate.security.api_keys[0]", "other",
                "%prod.meshgate.security.registration", "closed",
                "meshgate.security.link_secret", "0123456789abcdef",
                "meshgate.server.port", "2",
                "quarkus.http.port", "3",
                "quarkus.redis.password", "other",
                "quarkus.http.proxy.proxy-address-forwarding", "true",
                "quarkus.log.level", "DEBUG"));
        MeshgateConfig mapped = config.getConfigMapping(MeshgateConfig.class);
        // Then
        assertThat(mapped.server().port()).isEqualTo(81);
        assertThat(mapped.redisUrl()).contains("redis://:$x@host");
        assertThat(mapped.security().userAuthEnabled()).isTrue();
        assertThat(mapped.security().hideForeignJobs()).isFalse();
        assertThat(mapped.security().registration()).isEqualTo(SecurityConfig.Registration.OPEN);
        assertThat(mapped.security().apiKeys()).contains(List.of("a,b", "${HOME}"));
        assertThat(mapped.security().linkSecret()).isEmpty();
        assertThat(mapped.security().corsOrigins()).contains(List.of("https://a.example", "http://b.example"));
        assertThat(mapped.server().allowedHosts()).contains(List.of("a.example"));
        assertThat(mapped.server().trustedProxies()).contains(List.of("10.0.0.0/8", "::1"));
        assertThat(mapped.server().publicUrl()).contains("https://a.example/3d");
        assertThat(mapped.redis().sentinels()).contains(List.of("s-1", "s-2:26380"));
        assertThat(mapped.redis().connections()).hasValue(3);
        assertThat(mapped.limits().mesh().asLongValue()).isEqualTo(50 * 1024 * 1024);
        assertThat(mapped.server().forwardedHeader()).isEqualTo(ServerConfig.ForwardedHeader.FORWARDED);
        assertThat(mapped.tracing().sampleRatio()).isEqualTo(0.25);
        assertThat(mapped.server().accessLog()).isFalse();
        assertThat(mapped.security().linkTtl()).hasDays(7);
        assertThat(config.getValue("quarkus.http.port", String.class)).isEqualTo("81");
        assertThat(config.getOptionalValue("quarkus.redis.password", String.class))
                .isEmpty();
        assertThat(config.getValue("quarkus.http.proxy.proxy-address-forwarding", String.class))
                .isEqualTo("false");
        // And what is no setting of Meshgate stays as it is
        assertThat(config.getValue("quarkus.log.level", String.class)).isEqualTo("DEBUG");
    }

    @Test
    void doesNothingWithoutALaunch() {
        assertThat(config(Map.of("meshgate.server.port", "2"))
                        .getConfigMapping(MeshgateConfig.class)
                        .server()
                        .port())
                .isEqualTo(2);
    }

    @Test
    void warnsOfIgnoredSystemProperties() {
        systemProperties.setProperty("meshgate.server.port", "1");
        systemProperties.setProperty("%dev.quarkus.http.port", "1");
        assertThat(LaunchConfig.ignored(systemProperties))
                .contains(
                        "system property meshgate.server.port is ignored; set server.port (P3D_SERVER__PORT) instead",
                        "system property %dev.quarkus.http.port is ignored; set server.port (P3D_SERVER__PORT) instead");
    }

    private SmallRyeConfig config(Map<String, String> other) {
        return new SmallRyeConfigBuilder()
                .withProfile("prod")
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withInterceptors(new LaunchConfigInterceptor(systemProperties::getProperty))
                .withSources(new PropertiesConfigSource(new HashMap<>(other), "other", 300))
                .withMapping(MeshgateConfig.class)
                .build();
    }
}
