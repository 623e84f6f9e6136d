package org.meshgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.config.MeshgateConfig;

class SettingsReaderTest {

    private static final String AUTH = "security.user_auth_enabled";

    @TempDir
    Path directory;

    @Test
    void defaultsSetNothing() {
        // Given no file, no variable, no option / When
        Settings settings = read(Map.of());
        // Then
        assertThat(settings.get(AUTH)).isEmpty();
        assertThat(settings.userAuthEnabled()).isTrue();
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void laterSourcesWin() throws IOException {
        // Given
        file("security:\n  user_auth_enabled: true\n  login_token_days: 10\nserver:\n  port: 1000\n");
        Map<String, String> environment =
                Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "false", "P3D_SERVER__PORT", "2000");
        // When
        Settings settings = read(environment, Map.of("--port", "3000"));
        // Then: one from each
        assertThat(settings.get("security.login_token_days")).contains("10");
        assertThat(settings.get(AUTH)).contains("false");
        assertThat(settings.get("server.port")).contains("3000");
    }

    @Test
    void simpleModeListensOnLoopbackByDefault() {
        assertThat(read(Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "false")).host())
                .isEqualTo("127.0.0.1");
        assertThat(read(Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "false", "P3D_SERVER__HOST", "0.0.0.0"))
                        .host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void newerNameWinsOverTheOlder() {
        assertThat(read(Map.of("P3D_USER_AUTH_ENABLED", "false")).get(AUTH)).contains("false");
        assertThat(read(Map.of("P3D_USER_AUTH_ENABLED", "false", "P3D_SECURITY__USER_AUTH_ENABLED", "true"))
                        .get(AUTH))
                .contains("true");
        assertThat(read(Map.of("P3D_REDIS_URL", "redis://somewhere:6379")).get("redis_url"))
                .contains("redis://somewhere:6379");
    }

    /** In the C locale Java puts U+FFFD for the bytes of a variable: a password would be another one. */
    @Test
    void rejectsUndecodableVariable() {
        assertThatThrownBy(() -> read(Map.of("P3D_REDIS__SENTINEL_PASSWORD", "gar\uFFFD\uFFFDon")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("environment variable P3D_REDIS__SENTINEL_PASSWORD has characters that the locale of this"
                        + " process does not have. Set LC_ALL=C.UTF-8.");
        // and one that is not ours is nobody's business
        assertThat(read(Map.of("OTHER", "\uFFFD")).warnings()).isEmpty();
    }

    @Test
    void anUnknownKeyIsReportedWithTheNearestKnownName() throws IOException {
        // Given a typing mistake, and a key of the old service that means nothing here
        file("security:\n  user_auth_enable: false\ngpu:\n  memory_headroom: 1\n");
        // When
        Settings settings = read(Map.of("P3D_SECURITY__USERAUTH_ENABLED", "false", "P3D_WORKER_IDLE_SEC", "9"));
        // Then the mistake does not pass in silence, and does not open the server
        assertThat(settings.userAuthEnabled()).isTrue();
        assertThat(settings.warnings())
                .containsExactly(
                        path() + " line 2: unknown key security.user_auth_enable is ignored;"
                                + " did you mean security.user_auth_enabled (P3D_SECURITY__USER_AUTH_ENABLED)?",
                        path() + " line 4: unknown key gpu.memory_headroom is ignored",
                        "unknown environment variable P3D_SECURITY__USERAUTH_ENABLED is ignored;"
                                + " did you mean security.user_auth_enabled (P3D_SECURITY__USER_AUTH_ENABLED)?");
    }

    @Test
    void acceptsEmptySection() throws IOException {
        file("# security settings\nsecurity:\n");
        assertThat(read(Map.of()).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    security:;  registration: closed;server:;  port: 1;security:;  hide_foreign_jobs: true | 5 has the key security again, which is in line 1 already
                    security:;  registration: closed;  registration: open  | 3 has the key security.registration again, which is in line 2 already
                    a: [{b: 1, b: 2}]                                      | 1 has the key a.b again, which is in line 1 already
                    a: &x;  b: 1;security:;  <<: *x                        | 4 has a merge key (<<), which is not supported
                    ? [a];: 1                                              | 1 has a key that is not a text
                    a: &x;  b: *x                                          | 1 is nested too deep, or contains itself
                    """)
    void rejectsAmbiguousYamlWithItsLine(String yaml, String message) throws IOException {
        file(yaml.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(" line " + message);
    }

    @Test
    void suggestsTheRightVariable() {
        assertThat(read(Map.of(
                                "P3D_SECURITY_REGISTRATION",
                                "closed",
                                "P3D_PORT",
                                "80",
                                "P3D_security__registration",
                                "open"))
                        .warnings())
                .containsExactly(
                        "unknown environment variable P3D_PORT is ignored; did you mean server.port (P3D_SERVER__PORT)?",
                        "unknown environment variable P3D_SECURITY_REGISTRATION is ignored;"
                                + " did you mean security.registration (P3D_SECURITY__REGISTRATION)?",
                        "unknown environment variable P3D_security__registration is ignored;"
                                + " did you mean security.registration (P3D_SECURITY__REGISTRATION)?");
    }

    @Test
    void warnsOfPropertiesOfQuarkus() {
        assertThat(read(Map.of(
                                "MESHGATE_SECURITY_USER_AUTH_ENABLED", "false",
                                "_PROD_MESHGATE_SECURITY_API_KEYS_0_", "key",
                                "QUARKUS_HTTP_PORT", "80",
                                "MESHGATE_SERVICE_HOST", "10.0.0.1",
                                "QUARKUS_LOG_LEVEL", "DEBUG"))
                        .warnings())
                .containsExactly(
                        "environment variable MESHGATE_SECURITY_USER_AUTH_ENABLED is ignored;"
                                + " set security.user_auth_enabled (P3D_SECURITY__USER_AUTH_ENABLED) instead",
                        "environment variable QUARKUS_HTTP_PORT is ignored; set server.port (P3D_SERVER__PORT) instead",
                        "environment variable _PROD_MESHGATE_SECURITY_API_KEYS_0_ is ignored;"
                                + " set security.api_keys (P3D_SECURITY__API_KEYS) instead");
    }

    @Test
    void warnsOfADotEnvFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve(".env"),
                "# comment\nMESHGATE_SECURITY_USER_AUTH_ENABLED=false\nexport P3D_SERVER__PORT=80\nOTHER=1\n"
                        + "meshgate.redis_url: x\n");
        assertThat(IgnoredSettings.inDotEnv(file))
                .containsExactly(
                        "MESHGATE_SECURITY_USER_AUTH_ENABLED in the file " + file
                                + " is ignored; set security.user_auth_enabled (P3D_SECURITY__USER_AUTH_ENABLED) instead",
                        "P3D_SERVER__PORT in the file " + file
                                + " is ignored; set server.port (P3D_SERVER__PORT) instead",
                        "meshgate.redis_url in the file " + file
                                + " is ignored; set redis_url (P3D_REDIS_URL) instead");
        assertThat(IgnoredSettings.inDotEnv(directory.resolve("none"))).isEmpty();
    }

    @Test
    void ignoresByteOrderMark() throws IOException {
        file("\ufeffserver:\n  port: 81\n");
        assertThat(read(Map.of()).get("server.port")).contains("81");
    }

    private static String variable(String setting) {
        return "P3D_" + setting.toUpperCase(Locale.ROOT).replace(".", "__");
    }

    @Test
    void invalidFileValueErrorNamesTheFileButNotTheValue() throws IOException {
        file("redis_url: 'http://user:topsecret@host'\n");
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("redis_url (" + path() + " line 1) must be a URL")
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void rejectsInvalidYamlWithItsLine() throws IOException {
        file("security:\n  user_auth_enabled: [true\n");
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(java.util.regex.Pattern.quote(path().toString()) + " line \\d+ is not YAML: .*");
    }

    @Test
    void rejectsFileThatIsNotUtf8() throws IOException {
        Files.write(path(), new byte[] {'a', ':', ' ', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(path() + " cannot be read as text in UTF-8");
    }

    @Test
    void namedFileMustExist() {
        assertThatThrownBy(() -> SettingsReader.read(path(), true, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("There is no configuration file " + path());
    }

    @Test
    void readerKnowsEverySetting() {
        Set<String> declared =
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(MeshgateConfig.class))
                        .keySet()
                        .stream()
                        .map(name -> name.replace("meshgate.", "").replaceAll("\\[\\*]$", ""))
                        .collect(Collectors.toSet());
        assertThat(SettingDefinitions.all().stream().map(SettingDefinition::name))
                .containsExactlyInAnyOrderElementsOf(declared);
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
