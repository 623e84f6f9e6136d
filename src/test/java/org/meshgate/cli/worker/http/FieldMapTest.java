package org.meshgate.cli.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.cli.support.CommandFailure;

/** {@code --http-map}. */
class FieldMapTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void emptyFileKeepsEveryName() {
        assertThat(FieldMap.parse("map.yaml", "", JSON)).isEqualTo(FieldMap.identity(JSON));
        assertThat(FieldMap.identity(JSON).member("prompt")).contains("prompt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- a                  | --http-map map.yaml line 1 must have names with values here.",
                "renamed: {a: b}      | --http-map map.yaml line 1 has renamed, but only rename, constants and omit are known.",
                "rename: {a: [b]}     | --http-map map.yaml line 1 must have a name here.",
                "rename: {a: ''}      | --http-map map.yaml line 1 must have a name here.",
                "omit: a              | --http-map map.yaml line 1 must have a list here.",
                "constants: {a: .inf} | --http-map map.yaml line 1 has a number that JSON does not have: .inf."
            })
    void brokenMapIsToldWithItsLine(String yaml, String message) {
        assertThatThrownBy(() -> FieldMap.parse("map.yaml", yaml, JSON))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(message);
    }

    @Test
    void fileThatIsNotThereOrIsNoYamlIsToldInOneLine() throws Exception {
        Path missing = directory.resolve("missing.yaml");
        assertThatThrownBy(() -> FieldMap.read(missing, JSON))
                .hasMessage("--http-map " + missing + " cannot be read (it does not exist).");
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "rename: {a: b");
        assertThatThrownBy(() -> FieldMap.read(broken, JSON))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("--http-map " + broken + " line ");
        Path twice = Files.writeString(directory.resolve("twice.yaml"), "rename:\n  a: b\n  a: c\n");
        assertThatThrownBy(() -> FieldMap.read(twice, JSON)).hasMessageContaining("line 3 has the key rename.a again");
    }
}
