package org.meshgate.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMapping.NamingStrategy;
import io.smallrye.config.WithConverter;
import java.util.Optional;
import org.meshgate.config.converter.RedisUrlConverter;
import org.meshgate.config.reader.SettingsReader;

/**
 * All settings: the only place that says their names, types, defaults, limits and meaning. {@link SettingsReader} takes
 * the first four from here before Quarkus starts, and docs/configuration.md is generated from the Javadoc.
 *
 * <p>A name here is the name in {@code config.yaml}: {@code security().userAuthEnabled()} is
 * {@code security.user_auth_enabled}, in the environment {@code P3D_SECURITY__USER_AUTH_ENABLED}. The prefix keeps the
 * settings apart from those of Quarkus and appears nowhere else.
 */
@ConfigMapping(prefix = MeshgateConfig.PREFIX, namingStrategy = NamingStrategy.SNAKE_CASE)
public interface MeshgateConfig {

    /** What stands before every name in Quarkus' configuration. */
    String PREFIX = "meshgate";

    /**
     * Where Redis is: {@code redis://[[user]:password@]host[:port][/database]}, {@code rediss://} for TLS. Without it the
     * JVM program starts an embedded Redis, and the native executable does not start. Characters of the password that a
     * URL cannot hold are <a href="redis.md#the-url">percent-encoded</a>.
     */
    @CommandLineOption("--redis-url")
    @WithConverter(RedisUrlConverter.class)
    Optional<String> redisUrl();

    /** Where and how the service listens. */
    ServerConfig server();

    /** Who may call, and how often. */
    SecurityConfig security();

    /** What is recorded of who did what. */
    AuditConfig audit();

    /** How Redis is used. */
    RedisConfig redis();

    /** Which jobs there are, and which models do them. */
    CatalogConfig catalog();

    /** Where files lie. */
    StorageConfig storage();

    /** How large requests and answers may be. */
    LimitsConfig limits();

    /** How many jobs there may be. */
    JobsConfig jobs();

    /** Traces for a collector of OpenTelemetry. */
    TracingConfig tracing();

    /** Workers inside this program. */
    WorkerConfig worker();

    /** What is told to other servers, and to which. */
    WebhooksConfig webhooks();
}
