package org.meshgate.cli.worker.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.cli.http.LineReader;

/** The lines of a command's output. */
class OutputProtocolTest {

    private final List<String> progress = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final OutputProtocol protocol =
            new OutputProtocol((fraction, message) -> progress.add(fraction + "|" + message), log::add);

    @ParameterizedTest
    @CsvSource({
        "progress 0, 0.0|",
        "progress 1, 1.0|",
        "progress 0.42 some text, 0.42|some text",
        "progress .5, 0.5|",
        "progress   1.000   done  , 1.0|done"
    })
    void progressIsRead(String line, String expected) {
        protocol.line(line);
        assertThat(progress).containsExactly(expected);
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "progress NaN",
                "progress 7",
                "progress -1",
                "progress 1.01",
                "progress 1e-3",
                "progress",
                "progress 50%",
                "progress 0x1",
                "Progress 0.5",
                " progress 0.5",
                "results: 3",
                "result",
                "thumbnails a.png"
            })
    void otherLinesAreLog(String line) {
        protocol.line(line);
        assertThat(log).containsExactly(line);
        assertThat(progress).isEmpty();
        assertThat(protocol.result()).isEmpty();
    }

    @Test
    void messageIsShortAndPrintable() {
        protocol.line("progress 0.5 \u001b[31m" + "x".repeat(1000));
        assertThat(progress.get(0)).startsWith("0.5|?[31mxxx").hasSize(4 + 200);
    }

    @Test
    void lastFileCounts() {
        List.of("result a.glb", "result my cat.glb ", "thumbnail t.png").forEach(protocol::line);
        assertThat(protocol.result()).contains("my cat.glb");
        assertThat(protocol.thumbnail()).contains("t.png");
    }

    @Test
    void linesEndWithAnyLineBreakAndAreBounded() {
        List<String> lines = new ArrayList<>();
        String text = "a\n\nb\r\n10%\r20%\r" + "x".repeat(10_000) + "\nlast";
        new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add).readAll();
        assertThat(lines)
                .hasSize(7)
                .containsSequence("a", "", "b")
                .endsWith("last")
                .contains("10%", "20%");
        assertThat(lines.get(5)).hasSize(LineReader.MAX_LINE);
    }

    @Test
    void tailIsBoundedInBytes() {
        OutputTail tail = new OutputTail(100);
        for (int i = 0; i < 50; i++) {
            tail.add("\u00e9\u00e9\u00e9\u00e9\u00e9 " + i);
        }
        assertThat(tail.text().orElseThrow().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(100);
        assertThat(tail.text().orElseThrow()).endsWith(" 49");
    }
}
