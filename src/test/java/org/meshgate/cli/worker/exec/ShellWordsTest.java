package org.meshgate.cli.worker.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line is split as a shell would, and nothing in it is expanded. */
class ShellWordsTest {

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("python3 run.py", List.of("python3", "run.py")),
                Arguments.of("  a \t b\n", List.of("a", "b")),
                Arguments.of("a 'b c' \"d e\"", List.of("a", "b c", "d e")),
                Arguments.of("a b'c'\"d\"e", List.of("a", "bcde")),
                Arguments.of("a '' \"\"", List.of("a", "", "")),
                Arguments.of("a b\\ c \\' \\\\", List.of("a", "b c", "'", "\\")),
                Arguments.of("a \"b\\\"c\" \"d\\e\" \"\\$x\"", List.of("a", "b\"c", "d\\e", "$x")),
                Arguments.of("a 'b\\c' 'it'\\''s'", List.of("a", "b\\c", "it's")),
                Arguments.of(
                        "a $HOME ~ *.glb $(id) `id` ${x}",
                        List.of("a", "$HOME", "~", "*.glb", "$(id)", "`id`", "${x}")),
                Arguments.of("sh -c 'echo a | cat > \"$1\"' sh", List.of("sh", "-c", "echo a | cat > \"$1\"", "sh")),
                Arguments.of("grep '|' \\> a|b", List.of("grep", "|", ">", "a|b")),
                Arguments.of("caf\u00e9 \ud83d\ude00", List.of("caf\u00e9", "\ud83d\ude00")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void lineIsSplit(String line, List<String> words) {
        assertThat(ShellWords.split(line)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "` `;names no command",
                "'';names no command",
                "a 'b;has a single quote that is not closed",
                "a \"b;has a double quote that is not closed",
                "a \"b\\;has a double quote that is not closed",
                "a \\;ends with a backslash",
                "a | b;has the shell operator |",
                "a > b;has the shell operator >",
                "a && b;has the shell operator &&"
            })
    void brokenLineIsRefused(String line, String reason) {
        assertThatThrownBy(() -> ShellWords.split(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }
}
