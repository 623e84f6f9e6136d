package org.meshgate.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of all settings and the rule that each value keeps, so that a bad one is told in one line before anything
 * starts. A test compares it with {@link MeshgateConfig}.
 */
final class KnownSettings {

    /** Says what a value must be, if it is not. */
    @FunctionalInterface
    interface Rule {
        Optional<String> complaint(String value);
    }

    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m)?");
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,9})([KkMmGg]?)");
    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,4}");
    private static final Pattern ORIGIN = Pattern.compile("\\*|none|[a-z][a-z0-9+.-]*://[^/\\s,]+");
    private static final String NO_DEADLINE = "must be a duration such as 500ms or 2s, an hour at most";
    private static final String NO_PAUSE = "must be a duration such as 0s or 5s, an hour at most";
    private static final long LONGEST_DEADLINE_MILLIS = 3_600_000;
    private static final String NO_BODY_SIZE = "must be a size such as 512K or 1M, from 1K to 1024M";
    private static final long SMALLEST_BODY = 1024;
    private static final long LARGEST_BODY = 1024L * 1024 * 1024;
    private static final String NO_FILE_SIZE = "must be a size such as 50M or 2G, from 1K to 1024G";
    private static final String NO_QUOTA = "must be a size such as 500M or 2G, 1024G at most, or 0 for any size";
    private static final long LARGEST_FILE = 1024L * LARGEST_BODY;
    private static final Pattern LIFE = Pattern.compile("(\\d{1,7})([smhd]?)");
    private static final String NO_LINK_LIFE = "must be a duration such as 90s or 1h, from 10s to 30d";
    private static final long SHORTEST_LINK_LIFE_SECONDS = 10;
    private static final long LONGEST_LINK_LIFE_SECONDS = 30L * 24 * 3600;
    private static final String NO_UPLOAD_LIFE = "must be a duration such as 90m or 24h, from 1m to 365d";
    private static final long SHORTEST_UPLOAD_LIFE_SECONDS = 60;
    private static final long LONGEST_UPLOAD_LIFE_SECONDS = 365L * 24 * 3600;
    private static final int SHORTEST_SECRET = 16;
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9_]([A-Za-z0-9_.-]*)|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    private static final int FARTHEST_TYPO = 3;

    private static final Map<String, Rule> RULES = new TreeMap<>(Map.ofEntries(
            Map.entry("audit.max_entries", wholeNumber(0, 10_000_000)),
            Map.entry("catalog.job_types", notBlank()),
            Map.entry("catalog.models", notBlank()),
            Map.entry("jobs.max_kept_per_user", wholeNumber(0, 10_000_000)),
            Map.entry("jobs.max_queue_size", wholeNumber(0, 10_000_000)),
            Map.entry("jobs.max_queued_per_user", wholeNumber(0, 1_000_000)),
            Map.entry("jobs.retention_days", wholeNumber(0, 36_500)),
            Map.entry("limits.base64_download", KnownSettings::bodySize),
            Map.entry("limits.image", KnownSettings::fileSize),
            Map.entry("limits.image_side", wholeNumber(1, 1_000_000)),
            Map.entry("limits.json_body", KnownSettings::bodySize),
            Map.entry("limits.mesh", KnownSettings::fileSize),
            Map.entry("limits.submit_body", KnownSettings::bodySize),
            Map.entry("limits.uploads_per_user", KnownSettings::quota),
            Map.entry("limits.upload_files_per_user", wholeNumber(0, 10_000_000)),
            Map.entry("redis.ca_file", notBlank()),
            Map.entry("redis.connections", wholeNumber(1, 64)),
            Map.entry("redis.embedded_directory", notBlank()),
            Map.entry("redis.key_prefix", notBlank()),
            Map.entry("redis.sentinel_master", notBlank()),
            Map.entry("redis.sentinel_password", notBlank()),
            Map.entry("redis.sentinels", KnownSettings::sentinels),
            Map.entry("redis.timeout", KnownSettings::deadline),
            Map.entry("redis_url", KnownSettings::redisUrl),
            Map.entry("security.api_key_required", KnownSettings::trueOrFalse),
            Map.entry("security.api_keys", anything()),
            Map.entry("security.cors_origins", KnownSettings::origins),
            Map.entry("security.hide_foreign_jobs", KnownSettings::trueOrFalse),
            Map.entry("security.link_secret", KnownSettings::secret),
            Map.entry("security.link_ttl", KnownSettings::linkLife),
            Map.entry("security.login_idle_days", wholeNumber(0, 3650)),
            Map.entry("security.login_per_hour_account", wholeNumber(0, 1_000_000)),
            Map.entry("security.login_per_minute", wholeNumber(0, 1_000_000)),
            Map.entry("security.login_per_minute_address", wholeNumber(0, 1_000_000)),
            Map.entry("security.login_token_days", wholeNumber(1, 3650)),
            Map.entry("security.token_cache_seconds", wholeNumber(0, 3600)),
            Map.entry("security.token_cache_entries", wholeNumber(100, 10_000_000)),
            Map.entry("security.max_login_tokens", wholeNumber(0, 1_000_000)),
            Map.entry("security.max_token_days", wholeNumber(1, 3650)),
            Map.entry("security.max_tokens_per_user", wholeNumber(0, 1_000_000)),
            Map.entry("security.password_blocklist", notBlank()),
            Map.entry("security.password_hash_queue", wholeNumber(0, 100_000)),
            Map.entry("security.password_hash_threads", wholeNumber(1, 1024)),
            Map.entry("security.password_min_length", wholeNumber(8, 256)),
            Map.entry("security.rate_limit_per_minute", wholeNumber(0, 1_000_000)),
            Map.entry("security.refuse_common_passwords", KnownSettings::trueOrFalse),
            Map.entry("security.register_per_hour_address", wholeNumber(0, 1_000_000)),
            Map.entry("security.registration", oneOf("open", "closed", "invite")),
            Map.entry("security.user_auth_enabled", KnownSettings::trueOrFalse),
            Map.entry("server.access_log", KnownSettings::trueOrFalse),
            Map.entry("server.allowed_hosts", KnownSettings::hosts),
            Map.entry("server.forwarded_header", oneOf("x-forwarded-for", "forwarded")),
            Map.entry("server.host", notBlank()),
            Map.entry("server.log_format", oneOf("text", "json")),
            Map.entry("server.management_host", notBlank()),
            Map.entry("server.management_port", wholeNumber(0, 65535)),
            Map.entry("server.port", wholeNumber(0, 65535)),
            Map.entry("server.public_url", KnownSettings::publicUrl),
            Map.entry("server.shutdown_delay", KnownSettings::pause),
            Map.entry("server.shutdown_timeout", KnownSettings::deadline),
            Map.entry("server.trusted_proxies", KnownSettings::networks),
            Map.entry("storage.inputs", notBlank()),
            Map.entry("storage.outputs", notBlank()),
            Map.entry("storage.upload_ttl", KnownSettings::uploadLife),
            Map.entry("storage.reserve", KnownSettings::quota),
            Map.entry("storage.uploads", notBlank()),
            Map.entry("tracing.endpoint", KnownSettings::publicUrl),
            Map.entry("tracing.sample_ratio", KnownSettings::share),
            Map.entry("worker.sample", KnownSettings::trueOrFalse)));

    private KnownSettings() {}

    static Set<String> names() {
        return RULES.keySet();
    }

    static boolean contains(String name) {
        return RULES.containsKey(name);
    }

    /** Throws if the value breaks the rule of its name. The value is not quoted: it can be a secret. */
    static void check(Setting setting) {
        RULES.get(setting.name()).complaint(setting.value()).ifPresent(complaint -> {
            throw ConfigException.badValue(setting, complaint);
        });
    }

    /** The known name that a typing mistake most likely meant. */
    static Optional<String> nearest(String unknown) {
        return RULES.keySet().stream()
                .filter(name -> distance(name, unknown) <= FARTHEST_TYPO)
                .min(Comparator.comparingInt(name -> distance(name, unknown)));
    }

    private static Rule anything() {
        return value -> Optional.empty();
    }

    private static Rule notBlank() {
        return value -> complainIf(value.isBlank(), "must not be empty");
    }

    private static Rule oneOf(String... words) {
        String complaint = "must be one of: " + String.join(", ", words);
        return value -> complainIf(!Set.of(words).contains(value.strip()), complaint);
    }

    private static Rule wholeNumber(long least, long most) {
        String complaint = "must be a whole number from " + least + " to " + most;
        return value -> {
            try {
                long number = Long.parseLong(value.strip());
                return complainIf(number < least || number > most, complaint);
            } catch (NumberFormatException e) {
                return Optional.of(complaint);
            }
        };
    }

    private static Optional<String> trueOrFalse(String value) {
        return complainIf(StrictBoolean.parse(value).isEmpty(), "must be true or false");
    }

    private static Optional<String> deadline(String value) {
        return duration(value, 1, NO_DEADLINE);
    }

    private static Optional<String> pause(String value) {
        return duration(value, 0, NO_PAUSE);
    }

    private static Optional<String> duration(String value, long leastMillis, String complaint) {
        Matcher parts = DURATION.matcher(value.strip());
        if (!parts.matches()) {
            return Optional.of(complaint);
        }
        long factor = parts.group(2) == null
                ? 1000
                : Map.of("ms", 1L, "s", 1000L, "m", 60_000L).get(parts.group(2));
        long millis = Long.parseLong(parts.group(1)) * factor;
        return complainIf(millis < leastMillis || millis > LONGEST_DEADLINE_MILLIS, complaint);
    }

    private static Optional<String> bodySize(String value) {
        return size(value, SMALLEST_BODY, LARGEST_BODY, NO_BODY_SIZE);
    }

    private static Optional<String> fileSize(String value) {
        return size(value, SMALLEST_BODY, LARGEST_FILE, NO_FILE_SIZE);
    }

    private static Optional<String> quota(String value) {
        return size(value, 0, LARGEST_FILE, NO_QUOTA);
    }

    private static Optional<String> size(String value, long least, long most, String complaint) {
        Matcher parts = MEMORY.matcher(value.strip());
        if (!parts.matches()) {
            return Optional.of(complaint);
        }
        long factor = Map.of("", 1L, "K", 1024L, "M", 1024L * 1024, "G", 1024L * 1024 * 1024)
                .get(parts.group(2).toUpperCase(Locale.ROOT));
        long bytes = Long.parseLong(parts.group(1)) * factor;
        return complainIf(bytes < least || bytes > most, complaint);
    }

    private static Optional<String> origins(String value) {
        return complainIf(
                !Arrays.stream(value.split(",")).map(String::strip).allMatch(origin -> ORIGIN.matcher(origin)
                        .matches()),
                "must be *, none, or origins such as https://studio.example, without a path or a slash at the end");
    }

    private static Optional<String> redisUrl(String value) {
        String complaint = "must be a URL such as redis://localhost:6379 or rediss://user:password@host:6380/0";
        try {
            URI uri = new URI(value.strip());
            boolean scheme = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            boolean database =
                    uri.getPath() == null || DATABASE.matcher(uri.getPath()).matches();
            return complainIf(!scheme || uri.getHost() == null || !database, complaint);
        } catch (URISyntaxException e) {
            return Optional.of(complaint);
        }
    }

    private static Optional<String> secret(String value) {
        return complainIf(
                value.strip().length() < SHORTEST_SECRET, "must have at least " + SHORTEST_SECRET + " characters");
    }

    private static Optional<String> linkLife(String value) {
        return life(value, SHORTEST_LINK_LIFE_SECONDS, LONGEST_LINK_LIFE_SECONDS, NO_LINK_LIFE);
    }

    private static Optional<String> uploadLife(String value) {
        return life(value, SHORTEST_UPLOAD_LIFE_SECONDS, LONGEST_UPLOAD_LIFE_SECONDS, NO_UPLOAD_LIFE);
    }

    private static Optional<String> life(String value, long least, long most, String complaint) {
        Matcher parts = LIFE.matcher(value.strip());
        if (!parts.matches()) {
            return Optional.of(complaint);
        }
        long factor =
                Map.of("", 1L, "s", 1L, "m", 60L, "h", 3600L, "d", 86_400L).get(parts.group(2));
        long seconds = Long.parseLong(parts.group(1)) * factor;
        return complainIf(seconds < least || seconds > most, complaint);
    }

    private static Optional<String> hosts(String value) {
        return complainIf(
                !Arrays.stream(value.split(",")).map(String::strip).allMatch(host -> HOST.matcher(host)
                        .matches()),
                "must be hosts such as studio.example or studio.example:7842, without a scheme or a path");
    }

    private static Optional<String> sentinels(String value) {
        return complainIf(
                !Arrays.stream(value.split(",", -1))
                        .allMatch(host -> ServerAddress.parse(host, ServerAddress.SENTINEL_PORT)
                                .isPresent()),
                "must be hosts such as sentinel-1.example:26379, without a scheme");
    }

    private static Optional<String> networks(String value) {
        return complainIf(
                !Arrays.stream(value.split(",", -1))
                        .allMatch(network -> Network.parse(network).isPresent()),
                "must be addresses or networks such as 10.0.0.0/8 or 2001:db8::/32");
    }

    private static Optional<String> share(String value) {
        String complaint = "must be a number from 0 to 1";
        try {
            double share = Double.parseDouble(value.strip());
            return complainIf(!(share >= 0 && share <= 1), complaint);
        } catch (NumberFormatException e) {
            return Optional.of(complaint);
        }
    }

    private static Optional<String> publicUrl(String value) {
        String complaint = "must be a URL such as https://studio.example or https://studio.example/3d, without a query";
        try {
            URI uri = new URI(value.strip());
            boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean extras = uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null;
            return complainIf(!scheme || uri.getHost() == null || extras, complaint);
        } catch (URISyntaxException e) {
            return Optional.of(complaint);
        }
    }

    private static Optional<String> complainIf(boolean wrong, String complaint) {
        return wrong ? Optional.of(complaint) : Optional.empty();
    }

    /** The Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
