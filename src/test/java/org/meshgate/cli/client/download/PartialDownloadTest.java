package org.meshgate.cli.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialDownloadTest {

    @TempDir
    Path folder;

    @Test
    void answerToAnEarlierRequestCannotChangeTheFile() throws IOException {
        Path file = folder.resolve("cat.part");
        try (PartialDownload part = PartialDownload.open(file)) {
            // Given a request that was given up
            PartialDownload.Writer earlier = part.writer(ignored -> {});
            earlier.write("abc".getBytes(StandardCharsets.US_ASCII));
            // When another one goes on
            PartialDownload.Writer current = part.writer(ignored -> {});
            // Then
            assertThat(current.start()).isEqualTo(3);
            assertThatThrownBy(() -> earlier.write('x')).isInstanceOf(IOException.class);
            assertThatThrownBy(earlier::restart).isInstanceOf(IOException.class);
            current.write("def".getBytes(StandardCharsets.US_ASCII));
            assertThat(part.length()).isEqualTo(6);
        }
        assertThat(file).hasContent("abcdef");
    }
}
