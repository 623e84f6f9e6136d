package org.meshgate.config.reader;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Quarkus properties that would override a setting of Meshgate. Their values follow only from the settings:
 * {@link LaunchConfigInterceptor} does not read them from the environment.
 */
final class ReservedProperties {

    /** From name to the setting that an operator sets instead. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("quarkus.http.host", "server.host"),
            Map.entry("quarkus.http.host-enabled", "server.host"),
            Map.entry("quarkus.http.port", "server.port"),
            Map.entry("quarkus.http.insecure-requests", "server.port"),
            Map.entry("quarkus.http.access-log.enabled", "server.access_log"),
            Map.entry("quarkus.http.cors.enabled", "security.cors_origins"),
            Map.entry("quarkus.http.proxy.proxy-address-forwarding", "server.trusted_proxies"),
            Map.entry("quarkus.http.proxy.allow-forwarded", "server.trusted_proxies"),
            Map.entry("quarkus.http.proxy.allow-x-forwarded", "server.trusted_proxies"),
            Map.entry("quarkus.http.proxy.use-proxy-protocol", "server.trusted_proxies"),
            Map.entry("quarkus.management.host", "server.management_host"),
            Map.entry("quarkus.management.host-enabled", "server.management_host"),
            Map.entry("quarkus.management.port", "server.management_port"),
            Map.entry("quarkus.shutdown.delay", "server.shutdown_delay"),
            Map.entry("quarkus.shutdown.timeout", "server.shutdown_timeout"),
            Map.entry("quarkus.log.console.json.enabled", "server.log_format"),
            Map.entry("quarkus.redis.hosts", "redis_url"),
            Map.entry("quarkus.redis.hosts-provider-name", "redis_url"),
            Map.entry("quarkus.redis.client-type", "redis_url"),
            Map.entry("quarkus.redis.password", "redis_url"),
            Map.entry("quarkus.redis.tls.enabled", "redis_url"),
            Map.entry("quarkus.redis.tls.trust-all", "redis.ca_file"),
            Map.entry("quarkus.redis.tls.hostname-verification-algorithm", "redis.ca_file"),
            Map.entry("quarkus.redis.tls-configuration-name", "redis.ca_file"),
            Map.entry("quarkus.redis.tcp.connection-timeout", "redis.timeout"),
            Map.entry("quarkus.otel.sdk.disabled", "tracing.endpoint"),
            Map.entry("quarkus.otel.instrument.vertx-http", "tracing.endpoint"),
            Map.entry("quarkus.otel.exporter.otlp.endpoint", "tracing.endpoint"),
            Map.entry("quarkus.otel.exporter.otlp.traces.endpoint", "tracing.endpoint"),
            Map.entry("quarkus.otel.traces.sampler", "tracing.sample_ratio"),
            Map.entry("quarkus.otel.traces.sampler.arg", "tracing.sample_ratio"));

    private ReservedProperties() {}

    static Set<String> names() {
        return SETTINGS.keySet();
    }

    /** The setting to use instead of a name; empty for a name that is not reserved. */
    static Optional<SettingDefinition> setting(String name) {
        return Optional.ofNullable(SETTINGS.get(name)).flatMap(SettingDefinitions::named);
    }

    /** The properties that follow from the settings for a server; a name without a value is not set. */
    static Map<String, String> values(Settings settings) {
        Optional<String> collector = settings.get("tracing.endpoint");
        Map<String, String> values = new TreeMap<>();
        values.put("quarkus.http.host", settings.host());
        values.put("quarkus.http.host-enabled", "true");
        values.put("quarkus.http.port", settings.value("server.port"));
        values.put("quarkus.http.insecure-requests", "enabled");
        values.put("quarkus.http.access-log.enabled", "false"); // RequestEntryFilter writes it, without secrets
        values.put("quarkus.http.cors.enabled", "false"); // CorsFilter does it
        values.put("quarkus.http.proxy.proxy-address-forwarding", "false"); // ClientAddressResolver does it
        values.put("quarkus.http.proxy.allow-forwarded", "false");
        values.put("quarkus.http.proxy.allow-x-forwarded", "false");
        values.put("quarkus.http.proxy.use-proxy-protocol", "false");
        values.put("quarkus.management.host", settings.value("server.management_host"));
        values.put("quarkus.management.host-enabled", "true");
        values.put("quarkus.management.port", settings.value("server.management_port"));
        values.put("quarkus.shutdown.delay", settings.value("server.shutdown_delay"));
        values.put("quarkus.shutdown.timeout", settings.value("server.shutdown_timeout"));
        values.put(
                "quarkus.log.console.json.enabled",
                Boolean.toString(settings.value("server.log_format").equals("json")));
        values.put("quarkus.redis.hosts", "redis://127.0.0.1"); // RedisClientOptions has the address
        values.put("quarkus.redis.client-type", "standalone");
        values.put("quarkus.redis.tls.enabled", "false"); // rediss:// says it
        values.put("quarkus.redis.tls.trust-all", "false");
        values.put("quarkus.redis.tls.hostname-verification-algorithm", "HTTPS");
        values.put("quarkus.redis.tcp.connection-timeout", settings.value("redis.timeout"));
        values.put("quarkus.otel.sdk.disabled", Boolean.toString(collector.isEmpty()));
        values.put("quarkus.otel.instrument.vertx-http", Boolean.toString(collector.isPresent()));
        values.put("quarkus.otel.exporter.otlp.endpoint", collector.orElse("http://127.0.0.1:4318"));
        values.put("quarkus.otel.traces.sampler", "traceidratio"); // ignores the sampling flag of the client
        values.put("quarkus.otel.traces.sampler.arg", settings.value("tracing.sample_ratio"));
        return values;
    }
}
