package org.meshgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshgate.config.reader.ConfigException;
import org.meshgate.config.reader.Settings;
import org.meshgate.config.reader.SettingsReader;

/** Settings that deploy/ and the images name are those of the program, and have values that it takes. */
class DeployedSettingsTest {

    private static final Pattern VARIABLE = Pattern.compile("P3D_[A-Z0-9_]+");
    private static final Pattern IN_UNIT = Pattern.compile("\\b(P3D_[A-Z0-9_]+)=(\\S+)");
    private static final Path NO_FILE = Path.of("no-config.yaml");

    static Stream<Path> files() {
        return Stream.concat(
                DeployFiles.all().stream(), Stream.of(Path.of("Dockerfile.jvm"), Path.of("Dockerfile.native")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyNameIsKnown(Path file) {
        assertThat(VARIABLE.matcher(DeployFiles.text(file)).results().map(MatchResult::group))
                .allMatch(DeployedSettingsTest::isKnown);
    }

    @Test
    void aNameThatIsNotKnownIsFound() {
        assertThat(isKnown("P3D_REDIS_URL")).isTrue();
        assertThat(isKnown("P3D_SECURITY__REGISTRATION")).isTrue();
        assertThat(isKnown("P3D_REDIS_ULR")).isFalse();
        assertThat(isKnown("P3D_SECURITY__REGISTRATOIN")).isFalse();
    }

    @Test
    void valuesInManifestsAreTaken() {
        List<Node> variables = DeployFiles.manifests().stream()
                .flatMap(manifest -> manifest.containers().stream())
                .flatMap(container -> container.at("env").items().stream())
                .filter(variable -> variable.at("name").text().startsWith("P3D_"))
                .filter(variable -> variable.at("value").exists())
                .toList();
        assertThat(variables)
                .hasSizeGreaterThan(4)
                .allSatisfy(variable ->
                        isTaken(variable.at("name").text(), variable.at("value").text()));
    }

    @Test
    void valuesInComposeAreTaken() {
        Map<Object, Object> variables = DeployFiles.document(DeployFiles.ROOT.resolve("compose.yaml"))
                .at("services", "meshgate", "environment")
                .members();
        assertThat(variables)
                .hasSizeGreaterThan(3)
                .allSatisfy((name, value) ->
                        isTaken(String.valueOf(name), String.valueOf(value).replaceAll("\\$\\{[^}]*}", "x")));
    }

    @Test
    void valuesInTheUnitAreTaken() {
        List<MatchResult> variables = IN_UNIT.matcher(
                        DeployFiles.text(DeployFiles.ROOT.resolve("systemd/meshgate.service")))
                .results()
                .toList();
        assertThat(variables).isNotEmpty().allSatisfy(variable -> isTaken(variable.group(1), variable.group(2)));
    }

    @Test
    void theSettingsOfTheProductionOverlayAreTaken() {
        Settings settings =
                SettingsReader.read(DeployFiles.PRODUCTION.resolve("config.yaml"), true, Map.of(), Map.of());
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.get("security.registration")).contains("invite");
        assertThat(Stream.of("redis_url", "security.link_secret", "security.api_keys")
                        .map(settings::get))
                .as("a ConfigMap is no place for secrets")
                .allMatch(value -> value.isEmpty());
    }

    private static void isTaken(String variable, String value) {
        assertThat(SettingsReader.read(NO_FILE, false, Map.of(variable, value), Map.of())
                        .get(setting(variable)))
                .as(variable)
                .isPresent();
    }

    /** Known is what is read, or complained of because of the value. */
    private static boolean isKnown(String variable) {
        try {
            Settings settings = SettingsReader.read(NO_FILE, false, Map.of(variable, "x"), Map.of());
            return settings.get(setting(variable)).isPresent();
        } catch (ConfigException badValue) {
            return true;
        }
    }

    private static String setting(String variable) {
        return variable.substring("P3D_".length()).toLowerCase(Locale.ROOT).replace("__", ".");
    }
}
