package org.meshgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms and bounds of setting values. */
class SettingValuesTest {

    @TempDir
    Path directory;

    @Test
    void acceptsListsInEachForm() throws IOException {
        file("security:\n  cors_origins: ['https://a.example', 'https://b.example']\n");
        assertThat(read(Map.of()).get("security.cors_origins")).contains("https://a.example,https://b.example");
        assertThat(read(Map.of("P3D_SECURITY__CORS_ORIGINS", "[\"*\"]")).get("security.cors_origins"))
                .contains("*");
        assertThat(read(Map.of("P3D_SECURITY__API_KEYS", "one,two")).get("security.api_keys"))
                .contains("one,two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    P3D_SECURITY__USER_AUTH_ENABLED | ture        | must be true or false
                    P3D_SERVER__PORT                | 70000       | must be a whole number from 0 to 65535
                    P3D_SERVER__PORT                | http        | must be a whole number from 0 to 65535
                    P3D_REDIS_URL                   | localhost   | must be a URL such as redis://localhost:6379
                    P3D_REDIS_URL                   | http://h:1  | must be a URL such as redis://localhost:6379
                    P3D_TRACING__ENDPOINT           | collector   | must be a URL such as https://studio.example or https://studio.example/3d, without a query
                    P3D_TRACING__SAMPLE_RATIO       | 1.5         | must be a number from 0 to 1
                    P3D_TRACING__SAMPLE_RATIO       | NaN         | must be a number from 0 to 1
                    P3D_REDIS__TIMEOUT              | soon        | must be a duration such as 90s, 5m, 1h or 7d, from 1ms to 1h
                    P3D_REDIS__TIMEOUT              | 0           | must be a duration such as 90s, 5m, 1h or 7d, from 1ms to 1h
                    P3D_REDIS__TIMEOUT              | PT2H        | must be a duration such as 90s, 5m, 1h or 7d, from 1ms to 1h
                    P3D_REDIS__TIMEOUT              | 2 s         | must be a duration such as 90s, 5m, 1h or 7d, from 1ms to 1h
                    P3D_SERVER__SHUTDOWN_DELAY      | -1s         | must be a duration such as 90s, 5m, 1h or 7d, from 0s to 1h
                    P3D_REDIS_URL                   | redis://h/x | must be a URL such as redis://localhost:6379
                    P3D_SECURITY__CORS_ORIGINS      | a.example   | must be *, none, or origins such as https://studio.example
                    P3D_SECURITY__CORS_ORIGINS      | https://a/  | must be *, none, or origins such as https://studio.example
                    P3D_SECURITY__PASSWORD_MIN_LENGTH | 4         | must be a whole number from 8 to 256
                    P3D_SECURITY__REGISTRATION      | maybe       | must be one of: open, closed, invite
                    P3D_LIMITS__JSON_BODY           | lots        | must be a size such as 512K, 50MB or 2GiB, from 1K to 1G
                    P3D_LIMITS__JSON_BODY           | 0           | must be a size such as 512K, 50MB or 2GiB, from 1K to 1G
                    P3D_LIMITS__JSON_BODY           | 99999M      | must be a size such as 512K, 50MB or 2GiB, from 1K to 1G
                    P3D_REDIS__TIMEOUT              | 999999m     | must be a duration such as 90s, 5m, 1h or 7d, from 1ms to 1h
                    P3D_LIMITS__BASE64_DOWNLOAD     | lots        | must be a size such as 512K, 50MB or 2GiB, from 1K to 1G
                    P3D_SECURITY__LINK_SECRET       | short       | must have at least 16 characters
                    P3D_WEBHOOKS__SECRET            | 0123456789abcdef0123456789abcde | must have at least 32 characters
                    P3D_SECURITY__LINK_TTL          | 9s          | must be a duration such as 90s, 5m, 1h or 7d, from 10s to 30d
                    P3D_SECURITY__LINK_TTL          | 9           | must be a duration such as 90s, 5m, 1h or 7d, from 10s to 30d
                    P3D_SECURITY__LINK_TTL          | 31d         | must be a duration such as 90s, 5m, 1h or 7d, from 10s to 30d
                    P3D_SECURITY__LINK_TTL          | 500ms       | must be a duration such as 90s, 5m, 1h or 7d, from 10s to 30d
                    P3D_SERVER__PUBLIC_URL          | example.com | must be a URL such as https://studio.example
                    P3D_SERVER__PUBLIC_URL          | ftp://a     | must be a URL such as https://studio.example
                    P3D_SERVER__PUBLIC_URL          | http://a?b  | must be a URL such as https://studio.example
                    P3D_SERVER__PUBLIC_URL          | http://u@a  | must be a URL such as https://studio.example
                    P3D_SERVER__ALLOWED_HOSTS       | http://a    | must be hosts such as studio.example
                    P3D_SERVER__ALLOWED_HOSTS       | a,,b        | has an empty item
                    P3D_REDIS__SENTINELS            | redis://a   | must be hosts such as sentinel-1.example:26379
                    P3D_REDIS__SENTINELS            | a:1,,b:1    | has an empty item
                    P3D_REDIS__SENTINELS            | a:99999     | must be hosts such as sentinel-1.example:26379
                    P3D_REDIS__SENTINELS            | ::1         | must be hosts such as sentinel-1.example:26379
                    P3D_SERVER__TRUSTED_PROXIES     | proxy       | must be addresses or networks such as 10.0.0.0/8
                    P3D_SERVER__TRUSTED_PROXIES     | 10.0.0.0/33 | must be addresses or networks such as 10.0.0.0/8
                    P3D_SERVER__TRUSTED_PROXIES     | ::1,,::2    | has an empty item
                    P3D_SERVER__TRUSTED_PROXIES     | *           | must be addresses or networks such as 10.0.0.0/8
                    P3D_SERVER__FORWARDED_HEADER    | x-real-ip   | must be one of: x-forwarded-for, forwarded
                    P3D_SECURITY__LOGIN_PER_MINUTE  | -1          | must be a whole number from 0 to 1000000
                    P3D_SECURITY__RATE_LIMIT_PER_MINUTE | 1.5     | must be a whole number from 0 to 1000000
                    P3D_SERVER__ALLOWED_HOSTS       | *           | must be hosts such as studio.example
                    P3D_SERVER__PUBLIC_URL          | http://a:99999 | must be a URL such as https://studio.example
                    P3D_SECURITY__API_KEYS          | one,,two    | has an empty item
                    P3D_SECURITY__API_KEYS          | one,        | has an empty item
                    P3D_SECURITY__API_KEYS          | ["one",null] | is null: give it a value, or leave it out
                    P3D_SECURITY__API_KEYS          | ["one",""]  | has an empty item
                    P3D_SECURITY__API_KEYS          | [["one"]]   | must be a list of texts
                    P3D_SECURITY__CORS_ORIGINS      | *,https://a.example | must have * or none alone, or a list of origins
                    """)
    void invalidValueErrorNamesKeyOriginAndRule(String variable, String value, String rule) {
        assertThatThrownBy(() -> read(Map.of(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("(environment variable " + variable + ") " + rule)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "P3D_REDIS__SENTINELS, sentinel-1.example",
        "P3D_REDIS__SENTINELS, '192.0.2.1:26379, [2001:db8::1]:26380'",
        "P3D_SECURITY__LINK_TTL, 1h",
        "P3D_SECURITY__LINK_TTL, PT36H",
        "P3D_SECURITY__LINK_TTL, 90s",
        "P3D_SECURITY__LINK_TTL, 600",
        "P3D_SECURITY__LINK_TTL, 30d",
        "P3D_SERVER__PUBLIC_URL, https://studio.example/3d/",
        "P3D_SERVER__PUBLIC_URL, http://[::1]:7842",
        "P3D_SERVER__TRUSTED_PROXIES, '10.0.0.0/8, ::1,2001:db8::/32'",
        "P3D_SERVER__FORWARDED_HEADER, forwarded",
        "P3D_SECURITY__REGISTRATION, invite",
        "P3D_AUDIT__MAX_ENTRIES, 0",
        "P3D_SECURITY__LOGIN_PER_MINUTE, 0",
        "P3D_SERVER__ALLOWED_HOSTS, 'studio.example,localhost:7842,[::1]:7842'"
    })
    void acceptsValidValues(String variable, String value) {
        assertThat(read(Map.of(variable, value)).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "90, PT1M30S", "90s, PT1M30S", "1m, PT1M", "1h, PT1H", "PT30M, PT30M"})
    void readsDurations(String written, String read) {
        for (String setting : List.of("redis.timeout", "server.shutdown_delay", "server.shutdown_timeout")) {
            assertThat(read(Map.of(variable(setting), written)).get(setting)).contains(read);
        }
        if (!written.equals("500ms")) {
            assertThat(read(Map.of(variable("security.link_ttl"), written)).get("security.link_ttl"))
                    .contains(read);
        }
        assertThat(read(Map.of(variable("storage.upload_ttl"), "7d")).get("storage.upload_ttl"))
                .contains("PT168H");
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 4096",
        "4096B, 4096",
        "4K, 4096",
        "4KB, 4096",
        "4Ki, 4096",
        "4KiB, 4096",
        "4kb, 4096",
        "50M, 52428800",
        "50MB, 52428800",
        "50Mi, 52428800",
        "50MiB, 52428800",
        "1G, 1073741824",
        "1gib, 1073741824"
    })
    void readsSizes(String written, String bytes) {
        for (String setting : List.of(
                "limits.image",
                "limits.mesh",
                "limits.json_body",
                "limits.submit_body",
                "limits.base64_download",
                "limits.uploads_per_user",
                "storage.reserve")) {
            assertThat(read(Map.of(variable(setting), written)).get(setting)).contains(bytes);
        }
    }

    @Test
    void linkLifetimeDefaultsToSevenDays() {
        assertThat(read(Map.of()).value("security.link_ttl")).isEqualTo("PT168H");
        assertThat(read(Map.of("P3D_SECURITY__LINK_TTL", "600")).value("security.link_ttl"))
                .isEqualTo("PT10M");
    }

    @Test
    void scalarsAreLiteralText() throws IOException {
        // Given words that YAML 1.1 takes for true, octal and sexagesimal numbers, dates and numbers
        file("security:\n  api_keys: [yes, No, 010, 12:30:00, 2026-11-30, 1_000, 1e3, 0x1F, ~x]\n"
                + "  link_secret: 0123456789012345678\n");
        // When
        Settings settings = read(Map.of());
        // Then
        assertThat(settings.get("security.api_keys")).contains("yes,No,010,12:30:00,2026-11-30,1_000,1e3,0x1F,~x");
        assertThat(settings.get("security.link_secret")).contains("0123456789012345678");
    }

    @Test
    void escapesCommaAndBackslashInKeys() throws IOException {
        file("security:\n  api_keys: ['a,b', 'c\\d']\n");
        assertThat(read(Map.of()).get("security.api_keys")).contains("a\\,b,c\\\\d");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    security:;  api_keys:;  - real-key-123456;  -         | security.api_keys (%s line 4) is null: give it a value, or leave it out
                    security:;  api_keys: [real-key-123456, null]         | security.api_keys (%s line 2) is null: give it a value, or leave it out
                    security:;  api_keys: [real-key-123456, ~]            | security.api_keys (%s line 2) is null: give it a value, or leave it out
                    security:;  api_keys: [real-key-123456, '']           | security.api_keys (%s line 2) has an empty item
                    security:;  api_keys:                                 | security.api_keys (%s line 2) is null: give it a value, or leave it out
                    server:;  port: null                                  | server.port (%s line 2) is null: give it a value, or leave it out
                    server:;  port: [80]                                  | server.port (%s line 2) must be one value
                    server:;  port: {a: 1}                                | server.port (%s line 2) must be one value
                    server: 80                                            | server (%s line 1) must be a mapping
                    security:;  api_keys: [[a]]                           | security.api_keys (%s line 2) must be a list of texts
                    server: {port: 80};server.port: 81                    | server.port (%s line 2) is there twice
                    """)
    void rejectsEmptyValues(String yaml, String message) throws IOException {
        file(yaml.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message.replace("%s", path().toString()));
    }

    @Test
    void ignoresTrailingComma() throws IOException {
        file("security:\n  api_keys: [real-key-123456, ]\n");
        assertThat(read(Map.of()).get("security.api_keys")).contains("real-key-123456");
    }

    @Test
    void noSettingPrintsItsValue() {
        SettingDefinition redisUrl = SettingDefinitions.named("redis_url").orElseThrow();
        assertThat(new Setting(redisUrl, List.of("redis://:secret@host"), "option --redis-url").toString())
                .isEqualTo("Setting[redis_url, option --redis-url]");
    }

    private static String variable(String setting) {
        return "P3D_" + setting.toUpperCase(Locale.ROOT).replace(".", "__");
    }

    @Test
    void portsMustDiffer() {
        assertThatThrownBy(() -> read(Map.of("P3D_SERVER__PORT", "9000")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("server.port and server.management_port must not be the same: 9000");
    }

    @Test
    void requiredApiKeyNeedsAKey() {
        Map<String, String> environment = new HashMap<>(
                Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "false", "P3D_SECURITY__API_KEY_REQUIRED", "true"));
        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("security.api_keys is empty");
        environment.put("P3D_SECURITY__API_KEYS", "key");
        assertThat(read(environment).get("security.api_keys")).contains("key");
    }

    private Path path() {
        return directory.resolve("config.yaml");
    }

    private void file(String yaml) throws IOException {
        Files.writeString(path(), yaml);
    }

    private Settings read(Map<String, String> environment) {
        return read(environment, Map.of());
    }

    private Settings read(Map<String, String> environment, Map<String, String> options) {
        return SettingsReader.read(path(), false, environment, options);
    }
}
