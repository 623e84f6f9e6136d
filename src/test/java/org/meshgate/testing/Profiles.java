package org.meshgate.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings with which tests start the program, beside none at all ({@code application.yaml} of the tests) and
 * {@link NoBackgroundWork}. Every profile is a start of Quarkus, so tests share these; a setting that only one class needs
 * is added to the profile that it does not disturb.
 */
public final class Profiles {

    /** The origin of CORS that {@link SmallLimits} names, in the form that browsers send. */
    public static final String PAGE = "https://studio.example";

    private Profiles() {}

    /** No accounts. */
    public static class SimpleMode implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meshgate.security.user_auth_enabled", "false");
        }
    }

    /** No accounts, but keys, and signed links behind a proxy. */
    public static class SimpleModeWithKeys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "meshgate.security.user_auth_enabled", "false",
                    "meshgate.security.api_key_required", "true",
                    "meshgate.security.api_keys", "the-key,first-key,second-key",
                    "meshgate.security.link_secret", "a secret of enough length",
                    "meshgate.server.public_url", "https://studio.example/3d/",
                    "meshgate.server.allowed_hosts", "localhost,Studio.Example:443,[::1]");
        }
    }

    /** Few tokens, jobs and uploads for each user, who does not see those of others; named origins; and no console. */
    public static class SmallLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("meshgate.server.console", "false"),
                    Map.entry("meshgate.security.max_token_days", "30"),
                    Map.entry("meshgate.security.max_tokens_per_user", "3"),
                    Map.entry("meshgate.security.max_login_tokens", "2"),
                    Map.entry("meshgate.security.login_token_days", "7"),
                    Map.entry("meshgate.security.login_idle_days", "0"),
                    Map.entry("meshgate.security.last_used_from", "nothing"),
                    Map.entry("meshgate.security.hide_foreign_jobs", "true"),
                    Map.entry("meshgate.security.cors_origins", "HTTPS://Studio.Example:443"),
                    Map.entry("meshgate.jobs.max_queued_per_user", "2"),
                    Map.entry("meshgate.jobs.max_queue_size", "5"),
                    Map.entry("meshgate.jobs.gpu_seconds_per_day", "600"),
                    Map.entry("meshgate.jobs.gpu_seconds_per_month_per_user", "500"),
                    Map.entry("meshgate.limits.result", "600K"),
                    Map.entry("meshgate.limits.upload_files_per_user", "3"),
                    Map.entry("meshgate.limits.uploads_per_user", "0"));
        }
    }

    /**
     * Foreign jobs and files are hidden, frequent passwords and those of a list refused, files by path, too; and the folder of
     * uploads is absolute, so that a scheduler that works elsewhere finds them. There is a {@link Collector}, and nothing is
     * told to it.
     */
    public static class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path list = Files.createTempFile(Path.of("target"), "blocklist", ".txt");
                Files.writeString(list, "Sunshine2024\nletmeinplease\nour own company\n");
                return Map.of(
                        "meshgate.security.hide_foreign_jobs", "true",
                        "meshgate.security.refuse_common_passwords", "true",
                        "meshgate.security.password_blocklist", list.toString(),
                        "meshgate.storage.inputs", "",
                        "meshgate.storage.uploads",
                                Path.of("target", "test-files", "uploads")
                                        .toAbsolutePath()
                                        .toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Collector.class));
        }
    }

    /** The sample worker runs, and every request is told to a {@link Collector}. */
    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "meshgate.worker.sample", "true",
                    "quarkus.otel.sdk.disabled", "false",
                    "quarkus.otel.instrument.vertx-http", "true",
                    "quarkus.otel.bsp.schedule.delay", "100ms");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Collector.class));
        }
    }

    /** Few logins and registrations, counted by the clock that a test moves; and a disk without room. */
    public static class Throttling implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "meshgate.server.trusted_proxies", "127.0.0.0/8,::1",
                    "meshgate.security.last_used_from", "address",
                    "meshgate.security.login_per_minute", "3",
                    "meshgate.security.login_per_minute_address", "6",
                    "meshgate.security.login_per_hour_account", "8",
                    "meshgate.security.register_per_hour_address", "2",
                    "meshgate.security.password_hash_queue", "200",
                    "meshgate.storage.reserve", "1000000G");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(GivenThrottleTime.class);
        }
    }
}
