package org.meshgate.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-9, 0, 9",
        "bytes=2-5, 2, 5",
        "bytes=9-9, 9, 9",
        "bytes=5-, 5, 9",
        "bytes=0-, 0, 9",
        "bytes=5-100, 5, 9",
        "bytes=5-99999999999999999999999, 5, 9",
        "bytes=-1, 9, 9",
        "bytes=-10, 0, 9",
        "bytes=-99999999999999999999999, 0, 9",
        "bytes=00000000000000000000000000001-2, 1, 2",
        "BYTES=1-2, 1, 2",
        "'bytes = 1 - 2 ', 1, 2"
    })
    void oneRange(String header, long first, long last) {
        assertThat(ByteRange.of(List.of(header), 10)).isEqualTo(new ByteRange.Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-2",
                "bytes=1-2,4-5",
                "bytes=1-2,",
                "bytes=--1",
                "bytes=1-2-3",
                "bytes=+1-2",
                "bytes=\u0661-\u0662",
                "items=1-2",
                "1-2"
            })
    void malformedAndMultipleRangesAreIgnored(String header) {
        assertThat(ByteRange.of(List.of(header), 10)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void noHeaderAndTwoHeadersMeanEverything() {
        assertThat(ByteRange.of(List.of(), 10)).isEqualTo(new ByteRange.Whole());
        assertThat(ByteRange.of(List.of("bytes=1-2", "bytes=3-4"), 10)).isEqualTo(new ByteRange.Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
    void rangeBehindTheEndIsUnsatisfiable(String header) {
        assertThat(ByteRange.of(List.of(header), 10)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @Test
    void anEmptyFileHasNoFirstByte() {
        assertThat(ByteRange.of(List.of("bytes=0-"), 0)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.of(List.of("bytes=-5"), 0)).isEqualTo(new ByteRange.Whole());
    }
}
