package org.meshgate.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in the pieces in which they come. */
class BodyPiecesTest {

    private static final String TEXT = "żółć 猫 🐱 a".repeat(1000);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000, 1_000_000})
    void decodesTextAcrossChunks(int size) throws IOException {
        // Given
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        Utf8Validator check = new Utf8Validator();
        ChunkedInputStream stream = new ChunkedInputStream();
        // When
        for (int start = 0; start < bytes.length; start += size) {
            byte[] piece = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + size));
            check.add(piece);
            stream.add(piece);
        }
        // Then
        assertThat(check.isComplete()).isTrue();
        assertThat(stream.available()).isEqualTo(bytes.length);
        assertThat(stream.readAllBytes()).isEqualTo(bytes);
        assertThat(stream.available()).isZero();
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void oneByteAtATime() {
        ChunkedInputStream stream = new ChunkedInputStream();
        stream.add(new byte[] {(byte) 0xff});
        stream.add(new byte[0]);
        stream.add(new byte[] {7});
        assertThat(new int[] {stream.read(), stream.read(), stream.read()}).containsExactly(255, 7, -1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void detectsInvalidUtf8AcrossChunks(int size) {
        for (byte[] bad : new byte[][] {
            {'a', (byte) 0xc3}, {(byte) 0xc3, 'a'}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xff}, {'a', 0}
        }) {
            Utf8Validator check = new Utf8Validator();
            for (int start = 0; start < bad.length; start += size) {
                check.add(Arrays.copyOfRange(bad, start, Math.min(bad.length, start + size)));
            }
            assertThat(check.isComplete()).as(Arrays.toString(bad)).isFalse();
        }
    }
}
